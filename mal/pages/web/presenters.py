"""Free rooms as the start page shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from flask import url_for

from mal.calendars.days import Board
from mal.calendars.programme import Room, Site
from mal.calendars.shapes import RoomLink
from mal.shared.i18n import format_time_range


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A span in which a room is free, with the URL of an application for it."""

    date: date
    is_today: bool
    is_tomorrow: bool
    hours: str
    url: str


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room with its next free times and the URL of an application for it at any time."""

    room: RoomLink
    times: Sequence[FreeTime]
    ask_url: str


def free_rooms_by_site(
    board: Board, rooms: Sequence[Room], soon: datetime, limit: int
) -> dict[Site, list[FreeRoom]]:
    """Return the rooms by site, each with its first free times up to the limit."""
    rooms_by_site: dict[Site, list[FreeRoom]] = {}
    for room in rooms:
        times = list(islice(free_times(board, room, soon), limit))
        link = RoomLink(room.name, room.site, board.room_url(room))
        url = url_for("wizard.new", sala=room.id)
        rooms_by_site.setdefault(room.site, []).append(FreeRoom(link, times, url))
    return rooms_by_site


def free_times(board: Board, room: Room, soon: datetime) -> Iterator[FreeTime]:
    """Return the spans of an hour or longer in which a room is free, in order."""
    tomorrow = board.today + timedelta(days=1)
    for day in board.days:
        for span in board.free_to_ask(room, day, soon):
            hours = format_time_range(span.start, span.end)
            url = board.asking.url(room, day, span) if board.asking else ""
            yield FreeTime(day, day == board.today, day == tomorrow, hours, url)
