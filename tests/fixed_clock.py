"""The instant at which the suite lives, whatever the clock of this machine says.

A Tuesday noon in winter: 2027 has no public holiday on a Tuesday, so any number of whole weeks ahead leads to a
working day, and the summer time lies eight weeks ahead. Tests that are about the calendar name their own days.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from mal.shared import clock

NOW = datetime(2027, 2, 2, 11, tzinfo=UTC)
TODAY = date(2027, 2, 2)
A_YEAR_AGO = NOW - timedelta(weeks=52)

Freeze = Callable[[datetime], None]


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Stop the clock of this process at another instant, for live servers and test clients, too."""
    clock.freeze(instant)
    try:
        yield
    finally:
        clock.freeze(NOW)
