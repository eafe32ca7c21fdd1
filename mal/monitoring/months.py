"""Calendar months in Warsaw, each named by its first day."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from mal.shared.timespan import to_utc

WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})", re.ASCII),
    re.compile(r"(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
)


def month_of(day: date) -> date:
    """Give the month that a day lies in."""
    return day.replace(day=1)


def moved(month: date, by: int) -> date:
    """Give the month that lies so many months later, or earlier."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def between(first: date, last: date) -> list[date]:
    """List the months from the first to the last, both included."""
    return [moved(first, number) for number in range(distance(first, last) + 1)]


def distance(first: date, last: date) -> int:
    """Count the steps from one month to another."""
    return (last.year - first.year) * 12 + last.month - first.month


def begins(month: date) -> datetime:
    """Give the instant at which a month begins in Warsaw."""
    return to_utc(month, time())


def edges(months: Sequence[date]) -> list[datetime]:
    """Give the instants at which each of some months in a row begins, and the end of the last."""
    return [begins(month) for month in (*months, moved(months[-1], 1))]


def read(text: str) -> date | None:
    """Read a month as browsers send it (2027-03) or as people write it (03.2027)."""
    for pattern in WRITTEN:
        match = pattern.fullmatch(text.strip())
        if match and 1 <= int(match["month"]) <= 12 and 2000 <= int(match["year"]) <= 2100:
            return date(int(match["year"]), int(match["month"]), 1)
    return None
