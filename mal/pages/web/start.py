"""The start page: what is on at the sites, which rooms are free, and three ways to go on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from mal.calendars.boards import asking, board, rooms_in_use, sites_of
from mal.calendars.date_ranges import days_from, next_quarter
from mal.calendars.days import Asking, Board
from mal.calendars.kept import drawn, kept, whole_for_strangers
from mal.calendars.programme import Room
from mal.calendars.shapes import Rail, local
from mal.calendars.web.forms import PlaceForm
from mal.pages.web.presenters import free_rooms_by_site
from mal.shared import clock

blueprint = Blueprint("start", __name__)

DAYS_SHOWN = 7
# After today, or the next day with something on, so many more days follow.
MORE_DAYS = 3
# Free times shown for each room: fewer where the rooms of all sites share the page.
TIMES_AT_ALL_SITES, TIMES_AT_ONE_SITE = 2, 4


@blueprint.get("/")
@whole_for_strangers
def index() -> str:
    """Show what is on from today and which rooms are free, at one site or at all of them."""
    sites = sites_of(rooms_in_use())
    place = PlaceForm(sites).place()
    soon = next_quarter(clock.now())
    return render_template(
        "pages/start.html",
        sites=sites,
        place=place,
        body=kept(("start", place, soon), lambda: render_body(place, soon)),
        place_url=lambda slug: url_for("start.index", miejsce=slug or None),
    )


def render_body(place: str, soon: datetime) -> Markup:
    """Render the part of the page that is the same for everyone; `place` is the slug of a site or empty.

    `soon` is the next quarter-hour, from which on rooms count as free.
    """
    today = clock.today()
    rooms = [room for room in rooms_in_use() if place in ("", room.site.slug)]
    week = board(days_from(today, DAYS_SHOWN), rooms_in_use(), rooms, wanted=attrgetter("is_open"))
    first, *coming = week.rails()
    still_on = [entry for entry in first.entries if entry.ends > local(soon)]
    limits = asking()
    limit = TIMES_AT_ONE_SITE if place else TIMES_AT_ALL_SITES
    return drawn(
        "pages/_start_body.html",
        place=place,
        today=Rail(date=today, entries=still_on, holiday=first.holiday, is_today=True) if still_on else None,
        is_shut=first.is_shut,
        is_over=bool(first.entries) and not still_on,
        tomorrow=today + timedelta(days=1),
        coming=[rail for rail in coming if rail.entries or rail.holiday][: MORE_DAYS + 1],
        asking=limits,
        needs_notice=limits.first > today,
        free=free_rooms_by_site(load_free_board(rooms, limits), rooms, soon, limit),
    )


def load_free_board(rooms: Sequence[Room], limits: Asking) -> Board:
    """Load the first week for which an application may be sent."""
    return board(days_from(limits.first, DAYS_SHOWN), rooms_in_use(), rooms, asking=limits)
