"""Week by week: everything in a grid and a list, and what is open to all as a plain list."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from mal.bookings.models import Visibility
from mal.bookings.states import HOLDING
from mal.calendars.boards import board, rooms_in_use, sites_of
from mal.calendars.forms import WindowForm
from mal.calendars.kept import drawn, kept, kept_here, whole_for_strangers
from mal.calendars.programme import Room
from mal.calendars.views import blueprint
from mal.calendars.windows import week_of
from mal.calendars.words import days_in_words
from mal.shared import clock

FIRST, LAST = date(2000, 1, 3), date(2100, 12, 26)


@blueprint.get("/kalendarz/")
@whole_for_strangers
def week() -> Any:
    """Show a week of all rooms, or of those of one place."""
    caption, main = kept_here(draw_week)
    return render_template("calendars/week.html", caption=caption, main=main)


def draw_week() -> tuple[str, Markup]:
    """Draw what everyone sees of a week; the grid is the same for all addresses of a week."""
    form = WindowForm(sites_of(rooms_in_use()))
    days, place = week_of(form.day(clock.today())), form.place()
    caption = days_in_words(days[0], days[-1])

    def draw() -> Markup:
        shown = board(days, rooms_in_use(), rooms_at(place))
        return drawn("calendars/_week.html", rails=shown.rails(), grid=shown.grid(caption))

    return caption, drawn(
        "calendars/_week_main.html",
        form=form,
        caption=caption,
        body=kept(("week", days[0], place), draw),
        **ways("calendars.week", days, place),
    )


@blueprint.get("/kalendarz/lista")
@whole_for_strangers
def programme() -> Any:
    """List what is open to everyone in a week: from today on, if it is this one."""
    form = WindowForm(sites_of(rooms_in_use()))
    today = clock.today()
    days, place = week_of(form.day(today)), form.place()
    to_come = [day for day in days if day >= today] if today in days else days

    def draw() -> Markup:
        shown = board(to_come, rooms_in_use(), rooms_at(place), states=HOLDING, visibility=Visibility.OPEN)
        rails = [rail for rail in shown.rails() if rail.entries or rail.holiday]
        return drawn("calendars/_programme.html", rails=rails, is_empty=not shown.meetings)

    return render_template(
        "calendars/programme.html",
        form=form,
        caption=days_in_words(to_come[0], days[-1]),
        body=kept(("programme", days[0], place), draw),
        **ways("calendars.programme", days, place),
    )


def rooms_at(place: str) -> list[Room]:
    """Choose the rooms of one place, or all."""
    return [room for room in rooms_in_use() if place in ("", room.site.slug)]


def ways(endpoint: str, days: Sequence[date], place: str) -> dict[str, str | None]:
    """Give the addresses of the week before, the next and this one, as far as the calendar reaches."""

    def address(day: date | None) -> str:
        od = None if day is None else day.isoformat()
        return url_for(endpoint, od=od, miejsce=place or None)

    before, after = days[0] - timedelta(days=7), days[0] + timedelta(days=7)
    return {
        "before_url": address(before) if before >= FIRST else None,
        "after_url": address(after) if after <= LAST else None,
        "now_url": None if clock.today() in days else address(None),
    }
