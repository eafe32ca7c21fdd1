"""Calendar months in Warsaw, each named by its first day."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from mal.shared.timespan import to_utc

SPELLINGS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})", re.ASCII),
    re.compile(r"(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
)


def first_of_month(day: date) -> date:
    """Return the first day of the month that a day lies in."""
    return day.replace(day=1)


def add_months(month: date, number: int) -> date:
    """Return the first day of the month that lies a number of months later, or earlier if it is negative."""
    months = month.year * 12 + month.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """Return the number of months from one month to another: 0 for the same one."""
    return (last.year - first.year) * 12 + last.month - first.month


def list_months(first: date, last: date) -> list[date]:
    """Return the months from the first to the last, both included."""
    return [add_months(first, number) for number in range(months_between(first, last) + 1)]


def month_boundaries(months: Sequence[date]) -> list[datetime]:
    """Return the UTC instants at which consecutive months begin in Warsaw, and the end of the last one."""
    return [to_utc(month, time()) for month in (*months, add_months(months[-1], 1))]


def parse_month(text: str) -> date | None:
    """Return the month that is written as browsers send it (2027-03) or as people do (03.2027), or None.

    Years lie between 2000 and 2100.
    """
    for spelling in SPELLINGS:
        match = spelling.fullmatch(text.strip())
        if match and 1 <= int(match["month"]) <= 12 and 2000 <= int(match["year"]) <= 2100:
            return date(int(match["year"]), int(match["month"]), 1)
    return None
