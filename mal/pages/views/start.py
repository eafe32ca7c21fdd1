"""The start page: what is on at the three sites, and three doors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from mal.calendars.boards import board, rooms_in_use, sites_of
from mal.calendars.days import Board, local
from mal.calendars.forms import WindowForm
from mal.calendars.kept import drawn, kept, whole_for_strangers
from mal.calendars.programme import Room, Site
from mal.calendars.windows import days_from
from mal.calendars.words import hours_in_words
from mal.pages.views import blueprint
from mal.shared import clock


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room that can still be had today."""

    name: str
    site: Site
    url: str
    hours: str


@blueprint.get("/")
@whole_for_strangers
def start() -> Any:
    """Show what is on today and in the six days after, at one place or at all."""
    sites = sites_of(rooms_in_use())
    place = WindowForm(sites).place()
    soon = next_quarter(clock.now())
    return render_template(
        "pages/start.html",
        sites=sites,
        place=place,
        body=kept(("start", place, soon), lambda: draw(sites, place, soon)),
        place_url=lambda slug: url_for("pages.start", miejsce=slug or None),
    )


def draw(sites: list[Site], place: str, soon: datetime) -> Markup:
    """Draw what everyone sees of the start page."""
    chosen = [room for room in rooms_in_use() if place in ("", room.site.slug)]
    shown = board(days_from(clock.today(), 7), rooms_in_use(), chosen)
    today, *coming = shown.rails()
    return drawn(
        "pages/_start.html",
        sites=sites,
        today=today,
        coming=[rail for rail in coming if rail.entries or rail.holiday],
        free=free_today(shown, chosen, soon),
    )


def free_today(shown: Board, rooms: list[Room], soon: datetime) -> list[FreeRoom]:
    """List the rooms that are free for an hour or longer today, with the hours."""
    found = []
    for room in rooms:
        spans = [span for span in shown.free(room, shown.today, soon) if span.minutes >= 60]
        if spans:
            hours = ", ".join(hours_in_words(local(span.start), local(span.end)) for span in spans)
            found.append(FreeRoom(room.name, room.site, shown.room_url(room), hours))
    return found


def next_quarter(now: datetime) -> datetime:
    """Give the next quarter of an hour: what begins in two minutes nobody can catch."""
    return now - timedelta(minutes=now.minute % 15, seconds=now.second) + timedelta(minutes=15)
