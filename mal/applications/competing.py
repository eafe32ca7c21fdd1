"""Who asks for the same room, or a part of it, at an overlapping time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RequestedDate:
    """One date that waits for an answer."""

    booking_id: int
    room_id: int
    on_date: date
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "RequestedDate") -> bool:
        """Tell whether both want some instant; back to back is not an overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def adjacent_days(dates: Iterable[RequestedDate]) -> set[date]:
    """Give the days on which a date may start that overlaps any of these: no meeting is longer than a day."""
    return {day for each in dates for day in (each.on_date - ONE_DAY, each.on_date, each.on_date + ONE_DAY)}


def find_competing(
    mine: Collection[RequestedDate],
    all_asked: Iterable[RequestedDate],
    room_conflicts: Mapping[int, frozenset[int]],
) -> dict[int, list[int]]:
    """Return, by booking id, the other bookings that want the same place and time as one of mine.

    Bookings without competitors are left out; `room_conflicts` has the rooms that are made of parts, or are one.
    """
    by_day: dict[date, list[RequestedDate]] = defaultdict(list)
    for each in all_asked:
        by_day[each.on_date].append(each)
    found: dict[int, set[int]] = defaultdict(set)
    for one in mine:
        rooms = room_conflicts.get(one.room_id, {one.room_id})
        for day in adjacent_days([one]):
            found[one.booking_id] |= {
                other.booking_id
                for other in by_day.get(day, ())
                if other.booking_id != one.booking_id and other.room_id in rooms and one.overlaps(other)
            }
    return {booking_id: sorted(others) for booking_id, others in found.items() if others}
