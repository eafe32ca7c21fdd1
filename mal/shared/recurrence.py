"""Weekly series, made of calendar days; each is converted to instants by itself, so that the wall clock stays."""

from datetime import date, timedelta

MAX_DATES = 60


def weekly_dates(first: date, until: date, *, every: int = 1) -> list[date]:
    """Return the days of a series, `every` so many weeks, from the first to `until`, both included.

    Raises ValueError for a series that runs backward or has more than MAX_DATES.
    """
    if until < first or every < 1:
        raise ValueError("a series runs forward")
    number = (until - first) // timedelta(weeks=every) + 1
    if number > MAX_DATES:
        raise ValueError("a series has at most sixty dates")
    return [first + timedelta(weeks=every * each) for each in range(number)]
