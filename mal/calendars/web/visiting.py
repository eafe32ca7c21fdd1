"""What a visitor wants to know of a place and of a room."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from markupsafe import Markup

from mal.calendars.boards import board, rooms_in_use
from mal.calendars.date_ranges import days_from
from mal.calendars.days import Board
from mal.calendars.kept import drawn, kept, whole_for_strangers
from mal.calendars.programme import Room
from mal.calendars.web import blueprint
from mal.places import queries as places
from mal.shared import clock
from mal.shared.i18n import format_time_range
from mal.shared.web import get_or_404


@dataclass(frozen=True, slots=True)
class OpenDay:
    """When a place is open on one day; no hours mean that it is shut, for the reason given."""

    date: date
    hours: str
    is_today: bool
    why_shut: str


@blueprint.get("/miejsca/<slug:site_slug>")
@whole_for_strangers
def site(site_slug: str) -> Any:
    """Show a place: how to get there, when it is open, its rooms, and what is on today."""
    title, body = kept(("site", site_slug), lambda: draw_site(site_slug))
    return render_template("calendars/site.html", title=title, body=body)


@blueprint.get("/miejsca/<slug:site_slug>/<slug:room_slug>")
@whole_for_strangers
def room(site_slug: str, room_slug: str) -> Any:
    """Show a room: what is in it, how to get in, when it is open, whom to call, what is on in the next days."""
    title, body = kept(("room", site_slug, room_slug), lambda: draw_room(site_slug, room_slug))
    return render_template("calendars/room.html", title=title, body=body)


def draw_site(slug: str) -> tuple[str, Markup]:
    """Draw what everyone sees of a place."""
    place = get_or_404(places.get_site_by_slug(slug))
    rooms = [room for room in rooms_in_use() if room.site.slug == slug]
    shown = board(days_from(clock.today(), 7), rooms_in_use(), rooms)
    body = drawn(
        "calendars/_site.html",
        site=place,
        rooms=places.list_rooms(place.id),
        opening=opening_of(shown, Room(0, "", "", rooms[0].site)) if rooms else [],
        today=shown.rails()[0],
    )
    return place.name, body


def draw_room(site_slug: str, room_slug: str) -> tuple[str, Markup]:
    """Draw what everyone sees of a room."""
    place = get_or_404(places.get_room_by_slugs(site_slug, room_slug))
    plain = next(each for each in rooms_in_use() if each.id == place.id)
    shown = board(days_from(clock.today(), 7), rooms_in_use(), [plain])
    body = drawn(
        "calendars/_room.html",
        room=place,
        equipment=[item for item in places.list_equipment() if item.site_id == place.site_id],
        opening=opening_of(shown, plain),
        rails=shown.rails(),
    )
    return f"{place.name}, {place.site.name}", body


def opening_of(shown: Board, room: Room) -> list[OpenDay]:
    """List when a room is open on the days of a board."""
    return [open_day(shown, room, day) for day in shown.days]


def open_day(shown: Board, room: Room, day: date) -> OpenDay:
    """Say when a room is open on a day."""
    spans = shown.open_spans(room, day)
    hours = ", ".join(format_time_range(span.start, span.end) for span in spans)
    return OpenDay(day, hours, day == shown.today, shown.holidays.get(day, ""))
