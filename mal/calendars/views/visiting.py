"""What a visitor wants to know of a place and of a room."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template

from mal.calendars import queries
from mal.calendars.boards import board
from mal.calendars.days import Board, local
from mal.calendars.programme import Room
from mal.calendars.views import blueprint
from mal.calendars.windows import days_from
from mal.calendars.words import hours_in_words
from mal.places import queries as places
from mal.shared import clock
from mal.shared.web import found


@dataclass(frozen=True, slots=True)
class OpenDay:
    """When a place is open on one day; no hours mean that it is shut, for the reason given."""

    date: date
    hours: str
    is_today: bool
    why_shut: str


@blueprint.get("/miejsca/<slug:site_slug>")
def site(site_slug: str) -> Any:
    """Show a place: how to get there, when it is open, its rooms, and what is on today."""
    place = found(places.site_by_slug(site_slug))
    everywhere = queries.rooms()
    rooms = [room for room in everywhere if room.site.slug == site_slug]
    shown = board(days_from(clock.today(), 7), everywhere, rooms)
    return render_template(
        "calendars/site.html",
        site=place,
        rooms=places.rooms(place.id),
        opening=opening_of(shown, Room(0, "", "", rooms[0].site)) if rooms else [],
        today=next(rail for rail in shown.rails() if rail.is_today),
    )


@blueprint.get("/miejsca/<slug:site_slug>/<slug:room_slug>")
def room(site_slug: str, room_slug: str) -> Any:
    """Show a room: what is in it, how to get in, when it is open, whom to call, what is on in the next days."""
    place = found(places.room_by_slugs(site_slug, room_slug))
    everywhere = queries.rooms()
    plain = next(each for each in everywhere if each.id == place.id)
    shown = board(days_from(clock.today(), 7), everywhere, [plain])
    return render_template(
        "calendars/room.html",
        room=place,
        equipment=[item for item in places.equipment() if item.site_id == place.site_id],
        opening=opening_of(shown, plain),
        rails=shown.rails(),
    )


def opening_of(shown: Board, room: Room) -> list[OpenDay]:
    """List when a room is open on the days of a board."""
    return [open_day(shown, room, day) for day in shown.days]


def open_day(shown: Board, room: Room, day: date) -> OpenDay:
    """Say when a room is open on a day."""
    spans = shown.open_spans(room, day)
    hours = ", ".join(hours_in_words(local(span.start), local(span.end)) for span in spans)
    return OpenDay(day, hours, day == shown.today, shown.holidays.get(day, ""))
