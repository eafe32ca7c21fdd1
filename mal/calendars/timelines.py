"""The hours of one day as a picture: each room is a strip of pieces, each piece so many steps wide."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from mal.calendars.shapes import Entry, RoomLink, minute

STEP = 5
# Nobody asks for a room for less.
WORTH_ASKING = 60
USUAL = (8 * 60, 20 * 60)


class Opening(NamedTuple):
    """A stretch of a day in minutes in which a room is open or free; where it is free, how to ask for a part of it."""

    starts: int
    ends: int
    ask: Callable[[int, int], str] | None = None


class Piece(NamedTuple):
    """A piece of a strip: an entry, an invitation, a blank in the open hours, or time outside of them."""

    kind: str
    width: int
    entry: Entry | None = None
    url: str | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a day knows of a room."""

    room: RoomLink
    entries: Sequence[Entry]
    open: Sequence[Opening]
    free: Sequence[Opening]


@dataclass(frozen=True, slots=True)
class Strip:
    """One room through the hours; what overlaps lies in lanes of its own."""

    room: RoomLink
    lanes: Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rooms by hours."""

    day: date
    hours: Sequence[int]
    strips: Sequence[Strip]
    steps_an_hour: int = 60 // STEP


def timeline(day: date, rooms: Sequence[Facts]) -> Timeline:
    """Draw the hours of a day from the first that is open or taken to the last."""
    edges = [edge for facts in rooms for span in facts.open for edge in span[:2]]
    for facts in rooms:
        for entry in facts.entries:
            if entry.kind != "closure":
                edges += ends_of(entry, day)
    first, last = (min(edges), max(edges)) if edges else USUAL
    first, last = first // 60 * 60, -(-last // 60) * 60
    strips = [strip(facts, day, first, last) for facts in rooms]
    return Timeline(day, range(first // 60, last // 60), strips)


def strip(facts: Facts, day: date, first: int, last: int) -> Strip:
    """Lay what holds a room side by side; what only waits comes after what holds."""
    lanes: list[list[tuple[int, int, Entry]]] = [[]]
    for entry in sorted(facts.entries, key=lambda each: (each.kind == "asked", each.starts)):
        starts, ends = (min(max(edge, first), last) for edge in ends_of(entry, day))
        if starts < ends:
            lane = next((lane for lane in lanes if all(ends <= a or starts >= b for a, b, _ in lane)), None)
            if lane is None:
                lanes.append(lane := [])
            lane.append((starts, ends, entry))
    top, *others = [sorted(lane, key=lambda each: each[0]) for lane in lanes]
    drawn = [list(pieces_of(top, facts, first, last))]
    nowhere = Facts(facts.room, (), [Opening(first, last)], ())
    return Strip(facts.room, [*drawn, *(list(pieces_of(lane, nowhere, first, last)) for lane in others)])


def pieces_of(lane: Sequence[tuple[int, int, Entry]], facts: Facts, first: int, last: int) -> Iterator[Piece]:
    """Fill a lane from its first minute to its last."""
    at = first
    for starts, ends, entry in [*lane, (last, last, None)]:
        yield from blanks(at, starts, facts)
        if entry is not None:
            yield Piece(entry.kind, (ends - starts) // STEP, entry)
        at = ends


def blanks(starts: int, ends: int, facts: Facts) -> Iterator[Piece]:
    """Fill the time between entries: free and to be asked for, open, or outside the hours."""
    edges = {starts, ends}
    for span in (*facts.open, *facts.free):
        edges |= {min(max(edge, starts), ends) // STEP * STEP for edge in span[:2]}
    for left, right in pairwise(sorted(edges)):
        free = next((span for span in facts.free if span.starts <= left and right <= span.ends), None)
        is_open = any(span.starts <= left and right <= span.ends for span in facts.open)
        ask = free.ask if free and right - left >= WORTH_ASKING else None
        kind = "free" if ask else "open" if is_open else "outside"
        hours = f"{left // 60:02}:{left % 60:02}–{right // 60:02}:{right % 60:02}"
        yield Piece(kind, (right - left) // STEP, None, ask(left, right) if ask else None, hours)


def ends_of(entry: Entry, day: date) -> tuple[int, int]:
    """Give both ends of an entry in minutes, rounded outwards to whole steps."""
    starts, ends = minute(entry.starts, day), minute(entry.ends, day)
    return starts // STEP * STEP, -(-max(ends, starts + 1) // STEP) * STEP
