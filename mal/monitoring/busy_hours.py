"""How many meetings are under way in each hour of the week, by the wall clock in Warsaw."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mal.shared.timespan import WARSAW

MINUTES_A_DAY = 24 * 60
SHADES = 5
# A weekday, Monday being 0, and an hour of the day.
WeekHour = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SlotCount:
    """Number of meetings in a room that begin on the same weekday at the same minute and last as long.

    `minute` counts from midnight, `minutes` is the length of one meeting.
    """

    room_id: int
    weekday: int
    minute: int
    minutes: int
    meetings: int


@dataclass(frozen=True, slots=True)
class WeekHeatmap:
    """A week of a site (None: of all sites): rows of an hour and its numbers from Monday to Sunday."""

    site_id: int | None
    hours: Sequence[tuple[int, Sequence[int]]]

    @property
    def maximum(self) -> int:
        """The largest number of the week, 0 if it is empty."""
        return max((number for _hour, numbers in self.hours for number in numbers), default=0)


def count_by_hour(slots: Iterable[SlotCount]) -> Counter[WeekHour]:
    """Return the number of meetings under way in each hour; a meeting counts in each hour that it touches."""
    counts: Counter[WeekHour] = Counter()
    for slot in slots:
        last_minute = slot.minute + max(slot.minutes, 1) - 1
        for hour in range(slot.minute // 60, last_minute // 60 + 1):
            counts[(slot.weekday + hour // 24) % 7, hour % 24] += slot.meetings
    return counts


def build_heatmap(site_id: int | None, counts: Counter[WeekHour], first: int, last: int) -> WeekHeatmap:
    """Return the heatmap with rows for the hours from the first to the last."""
    rows = [(hour, [counts[weekday, hour] for weekday in range(7)]) for hour in range(first, last + 1)]
    return WeekHeatmap(site_id, rows)


def build_heatmaps(
    slots: Sequence[SlotCount], site_of_room: dict[int, int], site_ids: Sequence[int], limit: int
) -> list[WeekHeatmap]:
    """Return a heatmap for each site, or one of all if there are more sites than the limit; none without meetings.

    All have the same rows, from the first to the last hour in use.
    """
    total = count_by_hour(slots)
    if not total:
        return []
    first, last = min(hour for _, hour in total), max(hour for _, hour in total)
    if len(site_ids) > limit:
        return [build_heatmap(None, total, first, last)]
    by_site = {
        site_id: count_by_hour(slot for slot in slots if site_of_room[slot.room_id] == site_id)
        for site_id in site_ids
    }
    return [build_heatmap(site_id, counts, first, last) for site_id, counts in by_site.items()]


def shade(number: int, maximum: int) -> int:
    """Return the shade of a cell, from 0 for no meeting to SHADES for the maximum."""
    return 0 if not number else -(-SHADES * number // maximum)


def utc_offset_periods(first: date, last: date) -> list[tuple[datetime, int]]:
    """Return the periods of constant UTC offset in Warsaw between two days, each as its end and its offset in minutes.

    The last period ends after both days.
    """
    periods: list[tuple[datetime, int]] = []
    day, end = first, last + timedelta(days=2)
    while day < end:
        offset = utc_offset_minutes(day)
        next_day = day + timedelta(days=1)
        if utc_offset_minutes(next_day) != offset:
            # In the whole European Union clocks change at 01:00 UTC.
            periods.append((datetime.combine(day, time(1), UTC), offset))
        day = next_day
    return [*periods, (datetime.combine(end, time(), UTC), utc_offset_minutes(end))]


def utc_offset_minutes(day: date) -> int:
    """Return how many minutes Warsaw is ahead of UTC when a day begins."""
    offset = datetime.combine(day, time(), WARSAW).utcoffset()
    assert offset is not None  # noqa: S101 - an aware datetime has one
    return int(offset.total_seconds()) // 60
