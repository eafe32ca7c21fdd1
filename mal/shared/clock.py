"""The only clock of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from mal.shared.timespan import WARSAW

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """Tell the present instant, aware, in UTC, to the whole second."""
    return (_moved_to.get() or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)


def today() -> date:
    """Tell the present calendar day in Warsaw."""
    return now().astimezone(WARSAW).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Move the clock: what happens inside happens at that instant. For demo data and tests only."""
    token = _moved_to.set(instant)
    try:
        yield
    finally:
        _moved_to.reset(token)
