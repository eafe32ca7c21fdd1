"""Weekly series, made of calendar days; each is converted to instants by itself, so that the wall clock stays."""

from collections.abc import Collection
from datetime import date, timedelta

MAX_DATES = 60


def weekly_dates(first: date, until: date, *, every: int = 1, skipped: Collection[date] = ()) -> list[date]:
    """Return the days of a series from the first to `until` (included), `every` so many weeks, without the skipped.

    Raises ValueError for a series that runs backward, has no date, or has more than MAX_DATES.
    """
    if until < first or every < 1:
        raise ValueError("a series runs forward")
    days: list[date] = []
    day = first
    while day <= until:
        if day not in skipped:
            days.append(day)
        if len(days) > MAX_DATES:
            raise ValueError("a series has at most sixty dates")
        day += timedelta(weeks=every)
    if not days:
        raise ValueError("a series has at least one date")
    return days
