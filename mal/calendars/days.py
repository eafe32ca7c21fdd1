"""A window of days as pages draw it: a list for each day, rooms by days, and rooms by the hours of a day."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from mal.calendars.programme import Meeting, Room, Shut, Site, families, shuts
from mal.calendars.shapes import Cell, Entry, Grid, Rail, RoomLink, Row, Words, by_clock, local, minute
from mal.calendars.timelines import WORTH_ASKING, Facts, Opening, Timeline, timeline
from mal.places.opening import OpeningRule, open_spans
from mal.shared.timespan import WARSAW, Timespan, instant_at_minute, subtract_spans


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask for a room, and the days for which the rules let anyone ask."""

    url: Callable[[Room, date, Timespan | None], str]
    first: date
    last: date

    def takes(self, day: date) -> bool:
        """Tell whether a day can be asked for."""
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Board:
    """All that a window of days shows of some rooms; `everywhere` holds the other rooms of their sites, too.

    Where only some meetings are wanted, `wanted` names them: the others still take their rooms.
    """

    days: Sequence[date]
    today: date
    rooms: Sequence[Room]
    everywhere: Sequence[Room]
    meetings: Sequence[Meeting]
    closures: Sequence[Shut]
    rules: Mapping[int, Sequence[OpeningRule]]
    holidays: Mapping[date, str]
    words: Words
    room_url: Callable[[Room], str]
    wanted: Callable[[Meeting], bool] | None = None
    asking: Asking | None = None
    day_url: Callable[[date], str] | None = None

    @cached_property
    def families(self) -> dict[int, list[int]]:
        """Find out once which rooms take one another."""
        return families(self.everywhere)

    @cached_property
    def by_id(self) -> dict[int, Room]:
        """Find rooms by their ids."""
        return {room.id: room for room in self.everywhere}

    def rails(self) -> list[Rail]:
        """Give each day its lines, by the clock and then by room."""
        by_day: dict[date, list[Entry]] = {day: [] for day in self.days}
        for entry in [*self._closure_lines(), *self._meeting_lines()]:
            by_day.get(entry.starts.date(), []).append(entry)
        return [self._rail(day, sorted(found, key=by_clock)) for day, found in by_day.items()]

    def grid(self, caption: str) -> Grid:
        """Give each room its days."""
        heads = [self._rail(day, ()) for day in self.days]
        return Grid(caption=caption, days=heads, rows=[self._row(room) for room in self._drawn()])

    def hours(self, day: date, after: datetime) -> Timeline:
        """Give each room the hours of a day; what is free after a moment can be asked for."""
        return timeline(day, [self._facts(room, day, after) for room in self._drawn()])

    def open_spans(self, room: Room, day: date) -> list[Timespan]:
        """Return the spans in which a room is open on a day."""
        rules = self.rules.get(room.site.id, ())
        return open_spans(day, room, rules, is_holiday=day in self.holidays)

    def free(self, room: Room, day: date, after: datetime) -> list[Timespan]:
        """Give the hours in which a room can still be had on a day."""
        tidying = timedelta(minutes=room.buffer_minutes)
        taken = [m.span.widened(after=tidying) for m in self._in(room) if m.kind != "asked"]
        taken += [closure.span for closure in self._shutting(room)]
        spans = [span for span in self.open_spans(room, day) if span.end > after]
        started = [Timespan(max(span.start, after), span.end) for span in spans]
        return subtract_spans(started, taken)

    def free_to_ask(self, room: Room, day: date, after: datetime) -> list[Timespan]:
        """Give the hours that are free for long enough, on a day for which anyone may ask."""
        if self.asking is None or not self.asking.takes(day):
            return []
        return [span for span in self.free(room, day, after) if span.minutes >= WORTH_ASKING]

    def _drawn(self) -> list[Room]:
        """Leave out the rooms without a wanted meeting, where only some are wanted."""
        if self.wanted is None:
            return list(self.rooms)
        held = {meeting.room_id for meeting, _lines in self._lines_of_meetings}
        return [room for room in self.rooms if room.id in held]

    def _in(self, room: Room) -> Iterator[Meeting]:
        return (meeting for meeting in self.meetings if meeting.room_id in self.families[room.id])

    def _shutting(self, room: Room) -> Iterator[Shut]:
        return (closure for closure in self.closures if shuts(closure, room, self.families[room.id]))

    def _rail(self, day: date, entries: Sequence[Entry]) -> Rail:
        is_shut = bool(self.rules) and not any(self.open_spans(room, day) for room in self.rooms)
        return Rail(
            date=day,
            entries=entries,
            holiday=self.holidays.get(day),
            is_today=day == self.today,
            is_shut=is_shut,
            url=self.day_url(day) if self.day_url is not None else None,
            note=self.words.shut_all_day if is_shut and not entries else None,
        )

    def _row(self, room: Room) -> Row:
        return Row(self._link(room), [self._cell(room, day) for day in self.days])

    def _link(self, room: Room) -> RoomLink:
        return RoomLink(room.name, room.site, self.room_url(room))

    def _cell(self, room: Room, day: date) -> Cell:
        spans = self.open_spans(room, day)
        is_free = self.free_to_ask(room, day, spans[0].start) if spans else []
        return Cell(
            entries=self._in_cell(room, day),
            is_shut=not spans,
            free_url=self.asking.url(room, day, None) if self.asking and is_free else None,
        )

    def _in_cell(self, room: Room, day: date) -> list[Entry]:
        return sorted(self._lines_by_cell.get((room.id, day), ()), key=by_clock)

    def _facts(self, room: Room, day: date, after: datetime) -> Facts:
        def ask(starts: int, ends: int) -> str:
            span = Timespan(instant_at_minute(day, starts), instant_at_minute(day, ends))
            return self.asking.url(room, day, span) if self.asking else ""

        free = [Opening(*minutes_of(span, day), ask) for span in self.free_to_ask(room, day, after)]
        opens = [Opening(*minutes_of(span, day)) for span in self.open_spans(room, day)]
        return Facts(self._link(room), self._in_cell(room, day), opens, free)

    @cached_property
    def _lines_by_cell(self) -> dict[tuple[int, date], list[Entry]]:
        found: dict[tuple[int, date], list[Entry]] = {}
        for room_id, line in self._lines_of_rooms():
            found.setdefault((room_id, line.starts.date()), []).append(line)
        return found

    def _lines_of_rooms(self) -> Iterator[tuple[int, Entry]]:
        for meeting, lines in self._lines_of_meetings:
            # What is only asked for takes no other room yet.
            kin = self.families[meeting.room_id] if meeting.kind != "asked" else [meeting.room_id]
            for room_id in kin:
                is_here = room_id == meeting.room_id
                yield from ((room_id, line if is_here else self._elsewhere(line, meeting)) for line in lines)
        for room in self.rooms:
            for closure in self._shutting(room):
                yield from ((room.id, line) for line in self._closed(closure, room.site, room.name))

    def _elsewhere(self, line: Entry, meeting: Meeting) -> Entry:
        name = self.by_id[meeting.room_id].name
        return replace(line, kind="elsewhere", title=name, url=None, state_word=None)

    def _meeting_lines(self) -> Iterator[Entry]:
        wanted = {room.id for room in self.rooms}
        for meeting, lines in self._lines_of_meetings:
            if wanted.intersection(self.families[meeting.room_id]):
                yield from lines

    @cached_property
    def _lines_of_meetings(self) -> list[tuple[Meeting, list[Entry]]]:
        shown = self.meetings if self.wanted is None else filter(self.wanted, self.meetings)
        return [(meeting, list(self._lines(meeting))) for meeting in shown]

    def _closure_lines(self) -> Iterator[Entry]:
        sites = {room.site.id: room.site for room in self.rooms}
        for closure in self.closures:
            room = self.by_id.get(closure.room_id or 0)
            if room is not None:
                if any(shuts(closure, each, self.families[each.id]) for each in self.rooms):
                    yield from self._closed(closure, room.site, room.name)
                continue
            for site in sites.values():
                if closure.room_id is None and closure.site_id in (None, site.id):
                    yield from self._closed(closure, site, self.words.whole_site)

    def _closed(self, closure: Shut, site: Site, where: str) -> Iterator[Entry]:
        for piece in pieces(closure.span, self.days):
            yield Entry(
                starts=local(piece.start),
                ends=local(piece.end),
                title=closure.reason or self.words.closed,
                room_name=where,
                site=site,
                kind="closure",
                state_word=self.words.closed if closure.reason else None,
            )

    def _lines(self, meeting: Meeting) -> Iterator[Entry]:
        room = self.by_id[meeting.room_id]
        for piece in pieces(meeting.span, self.days):
            yield Entry(
                starts=local(piece.start),
                ends=local(piece.end),
                title=self._title(meeting),
                room_name=" · ".join(filter(None, (room.name, meeting.shown.group))),
                site=room.site,
                kind=meeting.kind,
                url=self.room_url(room),
                state_word=self._state(meeting),
            )

    def _title(self, meeting: Meeting) -> str:
        if meeting.kind == "asked":
            return self.words.request
        return self.words.taken if meeting.kind == "confidential" else meeting.shown.title

    def _state(self, meeting: Meeting) -> str | None:
        if meeting.kind == "asked":
            return self.words.waiting
        return self.words.group_only if meeting.kind == "booking" and not meeting.shown.group else None


def pieces(span: Timespan, days: Sequence[date]) -> Iterable[Timespan]:
    """Cut a span at midnights and keep what lies in some days in a row; a closure may last for years."""
    first = datetime.combine(days[0], time(), WARSAW)
    last = datetime.combine(days[-1] + timedelta(days=1), time(), WARSAW)
    start, end = max(span.start, first), min(span.end, last)
    return Timespan(start, end).by_day() if start < end else ()


def minutes_of(span: Timespan, day: date) -> tuple[int, int]:
    """Give both ends of a span in minutes of a day's wall clock."""
    return minute(local(span.start), day), minute(local(span.end), day)
