"""When in the week people meet: how many meetings are under way in each hour of each weekday."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mal.shared.timespan import WARSAW

DAY = 24 * 60
# A weekday, Monday being 0, and an hour by the clock on the wall.
Hour = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """So many meetings of a room that begin on the same weekday at the same minute and last as long."""

    room_id: int
    weekday: int
    minute: int
    minutes: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a week as rows from the first to the last in use, a number for each weekday."""

    site_id: int | None
    hours: Sequence[tuple[int, Sequence[int]]]

    @property
    def most(self) -> int:
        """Give the greatest number."""
        return max((number for _hour, numbers in self.hours for number in numbers), default=0)


def hours_of(slots: Iterable[Slot]) -> Counter[Hour]:
    """Count the meetings under way in each hour; one that begins or ends within an hour counts in it."""
    counted: Counter[Hour] = Counter()
    for slot in slots:
        last = slot.minute + max(slot.minutes, 1) - 1
        for hour in range(slot.minute // 60, last // 60 + 1):
            counted[(slot.weekday + hour // 24) % 7, hour % 24] += slot.meetings
    return counted


def week_of(site_id: int | None, counted: Counter[Hour], first: int, last: int) -> Week:
    """Lay the hours out in rows."""
    rows = [(hour, [counted[weekday, hour] for weekday in range(7)]) for hour in range(first, last + 1)]
    return Week(site_id, rows)


def weeks(slots: Iterable[Slot], site_of: dict[int, int], site_ids: Sequence[int], most: int) -> list[Week]:
    """Draw a week for each site, or one of all where there are more than `most`; all show the same hours."""
    kept = list(slots)
    together = hours_of(kept)
    if not together:
        return []
    first, last = min(hour for _, hour in together), max(hour for _, hour in together)
    if len(site_ids) > most:
        return [week_of(None, together, first, last)]
    by_site = {
        site_id: hours_of(slot for slot in kept if site_of[slot.room_id] == site_id) for site_id in site_ids
    }
    return [week_of(site_id, counted, first, last) for site_id, counted in by_site.items()]


def level(number: int, most: int) -> int:
    """Give how dark a cell is, from 0 for nothing to 5 for the most."""
    return 0 if not number else -(-5 * number // most)


def clock_periods(first: date, last: date) -> list[tuple[datetime, int]]:
    """Give the instants until which the clock in Warsaw was so many minutes ahead of UTC, from one day to another.

    The last instant lies behind both days.
    """
    periods: list[tuple[datetime, int]] = []
    day, end = first, last + timedelta(days=2)
    while day < end:
        ahead = minutes_ahead(day)
        after = day + timedelta(days=1)
        if minutes_ahead(after) != ahead:
            # All over the Union clocks are moved at 01:00 UTC.
            periods.append((datetime.combine(day, time(1), UTC), ahead))
        day = after
    return [*periods, (datetime.combine(end, time(), UTC), minutes_ahead(end))]


def minutes_ahead(day: date) -> int:
    """Give how many minutes the clock in Warsaw is ahead of UTC as a day begins."""
    ahead = datetime.combine(day, time(), WARSAW).utcoffset()
    assert ahead is not None  # noqa: S101 - it has a zone
    return int(ahead.total_seconds()) // 60
