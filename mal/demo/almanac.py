"""On which days the demo's meetings fall, laid out around today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mal.demo.shapes import Meeting, OneOff, Round, Series
from mal.places import holidays
from mal.places.models import Room
from mal.places.opening import OpeningRule, open_spans
from mal.shared.timespan import Timespan, local_timespan

# A single date that falls on a closed day moves a week later, at most so often.
MOST_WEEKS_LATER = 3
HALF_HOUR = timedelta(minutes=30)


def day_of(today: date, week: int, weekday: int = 0) -> date:
    """Give the day of a week counted from the one that holds today."""
    return today + timedelta(weeks=week, days=weekday - today.weekday())


def hours_of(meeting: Meeting, day: date) -> Timespan:
    """Give the time of a meeting on a day, by the wall clock."""
    return local_timespan(day, meeting.starts, meeting.ends)


@dataclass(frozen=True, kw_only=True)
class Almanac:
    """What decides on which days a meeting can be: today, rooms by their code, opening hours by site."""

    today: date
    rooms: Mapping[str, Room]
    rules: Mapping[int, Sequence[OpeningRule]]

    def open_on(self, room: Room, day: date) -> list[Timespan]:
        """Return the spans in which a room is open on a day."""
        rules = self.rules.get(room.site_id, ())
        return open_spans(day, room, rules, is_holiday=holidays.is_holiday(day))

    def is_open(self, room: Room, span: Timespan) -> bool:
        """Tell whether a room is open for the whole of a meeting."""
        return any(hours.covers(span) for hours in self.open_on(room, span.local_day))

    def can_meet(self, meeting: Meeting, day: date) -> bool:
        """Tell whether a meeting's room is open for it on a day."""
        return self.is_open(self.rooms[meeting.room], hours_of(meeting, day))

    def series_days(self, series: Series, half: Round) -> list[date]:
        """List the days of one half-year of a series: its own gaps and closed days fall out."""
        weeks = range(half.first_week, half.last_week + 1, series.every_weeks)
        days = (day_of(self.today, w, series.weekday) for w in weeks if w not in series.skip_weeks)
        return [day for day in days if self.can_meet(series, day)]

    def later(self, meeting: Meeting, week: int) -> date | None:
        """Find the first open day for a meeting, from its own week on, a week at a time."""
        days = (day_of(self.today, week + more, meeting.weekday) for more in range(MOST_WEEKS_LATER + 1))
        return next((day for day in days if self.can_meet(meeting, day)), None)

    def single_day(self, meeting: OneOff) -> date | None:
        """Give the day of a single meeting; none if it is left out. What is past does not move."""
        if meeting.week >= 0:
            return self.later(meeting, meeting.week)
        day = day_of(self.today, meeting.week, meeting.weekday)
        return day if self.can_meet(meeting, day) else None


class Taken:
    """What the planned meetings hold, so that a request in summer finds another hour."""

    def __init__(self) -> None:
        """Start with nothing held."""
        self._held: dict[tuple[int, date], list[Timespan]] = {}

    def add(self, room: Room, span: Timespan) -> None:
        """Keep that a room is held."""
        for part in room.held_ids():
            self._held.setdefault((part, span.local_day), []).append(self._with_tidying(room, span))

    def is_free(self, room: Room, span: Timespan) -> bool:
        """Tell whether a meeting would meet nobody."""
        wanted = self._with_tidying(room, span)
        return not any(
            held.overlaps(wanted)
            for part in room.held_ids()
            for held in self._held.get((part, span.local_day), ())
        )

    @staticmethod
    def _with_tidying(room: Room, span: Timespan) -> Timespan:
        return span.widened(after=timedelta(minutes=room.buffer_minutes))


def common_time(almanac: Almanac, taken: Taken, meetings: Sequence[Meeting], week: int) -> Timespan | None:
    """Find one time for requests that compete: as near as can be to the hour that they want."""
    rooms = [almanac.rooms[meeting.room] for meeting in meetings]
    for span in candidates(almanac, meetings[0], week):
        if all(almanac.is_open(room, span) and taken.is_free(room, span) for room in rooms):
            return span
    return None


def candidates(almanac: Almanac, meeting: Meeting, week: int) -> Iterator[Timespan]:
    """List the wanted hour on later weeks, then on the days after, then any other hour of these days."""
    for more in range(MOST_WEEKS_LATER + 1):
        yield hours_of(meeting, day_of(almanac.today, week + more, meeting.weekday))
    days = [day_of(almanac.today, week, weekday) for weekday in range(7 * (MOST_WEEKS_LATER + 1))]
    for day in days:
        yield hours_of(meeting, day)
    room = almanac.rooms[meeting.room]
    length = hours_of(meeting, days[0]).length
    for day in days:
        for hours in almanac.open_on(room, day):
            yield from _starts(hours.start, hours.end, length)


def _starts(opens: datetime, closes: datetime, length: timedelta) -> Iterator[Timespan]:
    start = opens
    while start + length <= closes:
        yield Timespan(start, start + length)
        start += HALF_HOUR
