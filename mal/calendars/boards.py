"""A board is filled from the database: a fixed number of statements, whatever it shows."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from flask import url_for
from flask_babel import get_locale

from mal.bookings.models import Visibility
from mal.bookings.states import DateState
from mal.calendars import queries
from mal.calendars.days import Board
from mal.calendars.kept import kept
from mal.calendars.programme import Room, Site
from mal.calendars.windows import span_of
from mal.calendars.words import words
from mal.places import holidays
from mal.shared import clock


def room_url(room: Room) -> str:
    """Give the page of a room."""
    return url_for("calendars.room", site_slug=room.site.slug, room_slug=room.slug)


def ask_url(room: Room, day: date) -> str:
    """Give the form that asks for a room on a day."""
    return url_for("applications.new", sala=room.id, data=day.isoformat())


def rooms_in_use() -> list[Room]:
    """List the rooms, from memory while nothing has changed."""
    return kept("rooms", queries.rooms)


def sites_of(rooms: Sequence[Room]) -> list[Site]:
    """List the sites that have rooms, in their order."""
    return list({room.site.id: room.site for room in rooms}.values())


def holidays_in(days: Sequence[date]) -> dict[date, str]:
    """Name the public holidays among some days, in the reader's language."""
    language = str(get_locale() or "pl")
    return {day: name for day in days if (name := holidays.name_of(day, language))}


def board(
    days: Sequence[date],
    everywhere: Sequence[Room],
    chosen: Sequence[Room],
    *,
    states: Sequence[DateState] = queries.PAGES_SHOW,
    visibility: Visibility | None = None,
) -> Board:
    """Read what some days show of the chosen rooms."""
    within = span_of(list(days))
    ids = {room.id for room in everywhere if room.site in {each.site for each in chosen}}
    return Board(
        days=days,
        today=clock.today(),
        rooms=chosen,
        everywhere=everywhere,
        meetings=queries.meetings(ids, within, states, visibility),
        closures=queries.closures(within),
        rules=kept("rules", queries.opening_rules),
        holidays=holidays_in(days),
        words=words(),
        room_url=cache(room_url),
        ask_url=ask_url,
    )
