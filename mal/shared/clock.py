"""The application's only source of the current time.

Everything under `mal` asks this module, so that a test can choose the instant. A process has a running clock
unless `freeze` stops it; within one context `at` goes before both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from mal.shared.timespan import WARSAW

_context_now: ContextVar[datetime | None] = ContextVar("context_now", default=None)
_frozen_at: datetime | None = None


def now() -> datetime:
    """Return the current instant: aware, in UTC, without microseconds."""
    return (_context_now.get() or _frozen_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)


def today() -> date:
    """Return the current calendar day in Europe/Warsaw."""
    return now().astimezone(WARSAW).date()


def freeze(instant: datetime | None) -> None:
    """Stop the clock of this process at an aware instant, for all of its threads; None makes it run again.

    For the setting MAL_NOW and for tests.
    """
    global _frozen_at  # noqa: PLW0603 - a process has one clock
    _frozen_at = instant


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Run a block of code at an aware instant. Other threads and contexts keep theirs.

    For demo data and tests.
    """
    token = _context_now.set(instant)
    try:
        yield
    finally:
        _context_now.reset(token)
