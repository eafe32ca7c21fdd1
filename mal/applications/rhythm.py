"""How a group met before, and when it would meet next: whole weeks, the same weekday."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many weeks (0: once), so many meetings."""

    every: int
    meetings: int


def detect_rhythm(days: Iterable[date]) -> Rhythm:
    """Find the rhythm of some days; days that keep none are taken for single meetings."""
    known = sorted(set(days))
    gaps = {(later - earlier).days for earlier, later in pairwise(known)}
    steps = {gap / 7 for gap in gaps}
    if not steps or any(step != int(step) for step in steps):
        return Rhythm(0, 1)
    every = int(min(steps))
    if every > 2 or any(step % every for step in steps):
        return Rhythm(0, 1)
    return Rhythm(every, (known[-1] - known[0]).days // 7 // every + 1)


def next_days(last: date, earliest: date, latest: date, most: int = 10) -> list[date]:
    """List the same weekdays after the last meeting that may be asked for; where that is too far, the next ones."""
    after = last + WEEK
    first = after if earliest <= after <= latest else earliest + timedelta((last - earliest).days % 7)
    days = (first + number * WEEK for number in range(most))
    return [day for day in days if day <= latest]


def last_day(first: date, rhythm: Rhythm, latest: date) -> date:
    """Give the last day of a series that begins on a day, within what may be asked for."""
    return min(first + (rhythm.meetings - 1) * rhythm.every * WEEK, max(first, latest))
