"""A window of days as pages draw it: a list for each day, and rooms by days."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from mal.calendars.programme import Meeting, Room, Shut, Site, families, shuts
from mal.places.opening import Rule, in_season, open_spans
from mal.shared.timespan import WARSAW, Timespan, gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the reader's language calls things."""

    taken: str
    request: str
    waiting: str
    closed: str
    group_only: str
    whole_site: str
    shut_all_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a day, in local time."""

    starts: datetime
    ends: datetime
    title: str
    room_name: str
    site: Site
    kind: str
    url: str | None = None
    state_word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """One day with its lines."""

    date: date
    entries: Sequence[Entry]
    holiday: str | None = None
    is_today: bool = False
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RoomLink:
    """A room at the head of its row."""

    name: str
    site: Site
    url: str


class Bar(NamedTuple):
    """A piece of a day's strip, in percent of its width."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One room on one day; `opens` is none where it is shut all day."""

    entries: Sequence[Entry]
    opens: time | None
    closes: time | None
    free_url: str | None = None
    is_past: bool = False

    def bars(self, day: date, first: int, last: int) -> Iterator[Bar]:
        """Give what the strip shows between two minutes of the day: the open hours, then each line."""
        spans = [(entry.kind, minute(entry.starts, day), minute(entry.ends, day)) for entry in self.entries]
        if self.opens is not None and self.closes is not None:
            closes = self.closes.hour * 60 + self.closes.minute
            spans.insert(0, ("open", self.opens.hour * 60 + self.opens.minute, closes or 1440))
        for kind, starts, ends in spans:
            left, right = max(starts, first), min(ends, last)
            if right > left:
                share = 100 / (last - first)
                yield Bar(kind, round((left - first) * share, 2), round((right - left) * share, 2))


@dataclass(frozen=True, slots=True)
class Row:
    """One room through the days."""

    room: RoomLink
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rooms by days."""

    caption: str
    days: Sequence[Rail]
    rows: Sequence[Row]
    first_hour: int = 7
    last_hour: int = 22


@dataclass(frozen=True, kw_only=True)
class Board:
    """All that a window of days shows of some rooms; `everywhere` holds the other rooms of their sites, too."""

    days: Sequence[date]
    today: date
    rooms: Sequence[Room]
    everywhere: Sequence[Room]
    meetings: Sequence[Meeting]
    closures: Sequence[Shut]
    rules: Mapping[int, Sequence[Rule]]
    holidays: Mapping[date, str]
    words: Words
    room_url: Callable[[Room], str]
    ask_url: Callable[[Room, date], str] | None = None

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
        return Grid(caption=caption, days=heads, rows=[self._row(room) for room in self.rooms])

    def open_spans(self, room: Room, day: date) -> list[Timespan]:
        """Give the hours in which a room is open on a day."""
        if not in_season(day, room.season_from, room.season_to):
            return []
        rules = self.rules.get(room.site.id, ())
        return open_spans(day, room.id, rules, is_holiday=day in self.holidays)

    def free(self, room: Room, day: date, after: datetime) -> list[Timespan]:
        """Give the hours in which a room can still be had on a day."""
        tidying = timedelta(minutes=room.buffer_minutes)
        taken = [m.span.widened(after=tidying) for m in self._in(room) if m.kind != "asked"]
        taken += [closure.span for closure in self._shutting(room)]
        spans = [span for span in self.open_spans(room, day) if span.end > after]
        started = [Timespan(max(span.start, after), span.end) for span in spans]
        return gaps(started, taken)

    def _in(self, room: Room) -> Iterator[Meeting]:
        return (meeting for meeting in self.meetings if meeting.room_id in self.families[room.id])

    def _shutting(self, room: Room) -> Iterator[Shut]:
        return (closure for closure in self.closures if shuts(closure, room, self.families[room.id]))

    def _rail(self, day: date, entries: Sequence[Entry]) -> Rail:
        holiday = self.holidays.get(day)
        is_shut = bool(self.rules) and not any(self.open_spans(room, day) for room in self.rooms)
        note = self.words.shut_all_day if is_shut and not entries else None
        return Rail(date=day, entries=entries, holiday=holiday, is_today=day == self.today, note=note)

    def _row(self, room: Room) -> Row:
        cells = [self._cell(room, day) for day in self.days]
        return Row(RoomLink(room.name, room.site, self.room_url(room)), cells)

    def _cell(self, room: Room, day: date) -> Cell:
        spans = self.open_spans(room, day)
        ask = self.ask_url if spans and day >= self.today else None
        return Cell(
            entries=sorted(self._lines_by_cell.get((room.id, day), ()), key=by_clock),
            opens=local(spans[0].start).time() if spans else None,
            closes=local(spans[-1].end).time() if spans else None,
            free_url=ask(room, day) if ask is not None else None,
            is_past=day < self.today,
        )

    @cached_property
    def _lines_by_cell(self) -> dict[tuple[int, date], list[Entry]]:
        found: dict[tuple[int, date], list[Entry]] = {}
        for meeting, lines in self._lines_of_meetings:
            for line in lines:
                for room_id in self.families[meeting.room_id]:
                    here = room_id == meeting.room_id
                    seen = line if here else replace(line, state_word=self.by_id[meeting.room_id].name)
                    found.setdefault((room_id, line.starts.date()), []).append(seen)
        for room in self.rooms:
            for closure in self._shutting(room):
                for line in self._closed(closure, room.site, room.name):
                    found.setdefault((room.id, line.starts.date()), []).append(line)
        return found

    def _meeting_lines(self) -> Iterator[Entry]:
        wanted = {room.id for room in self.rooms}
        for meeting, lines in self._lines_of_meetings:
            if wanted.intersection(self.families[meeting.room_id]):
                yield from lines

    @cached_property
    def _lines_of_meetings(self) -> list[tuple[Meeting, list[Entry]]]:
        return [(meeting, list(self._lines(meeting))) for meeting in self.meetings]

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


def minute(moment: datetime, day: date) -> int:
    """Count the minutes of the wall clock from the beginning of a day."""
    return (moment.date() - day).days * 1440 + moment.hour * 60 + moment.minute


def local(instant: datetime) -> datetime:
    """Give Warsaw's wall clock of an instant."""
    return instant.astimezone(WARSAW)


def by_clock(entry: Entry) -> tuple[datetime, str, str]:
    """Order lines by the clock, then by room."""
    return entry.starts, entry.site.slug, entry.room_name
