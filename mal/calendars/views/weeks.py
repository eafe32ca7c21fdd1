"""Week by week: everything in a grid and a list, and what is open to all as a plain list."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for

from mal.bookings.models import Visibility
from mal.bookings.states import HOLDING
from mal.calendars import queries
from mal.calendars.boards import board, sites_of
from mal.calendars.forms import WindowForm
from mal.calendars.programme import Room
from mal.calendars.views import blueprint
from mal.calendars.windows import week_of
from mal.calendars.words import days_in_words
from mal.shared import clock

FIRST, LAST = date(2000, 1, 3), date(2100, 12, 26)


@blueprint.get("/kalendarz/")
def week() -> Any:
    """Show a week of all rooms, or of those of one place."""
    everywhere = queries.rooms()
    form = WindowForm(sites_of(everywhere))
    days = week_of(form.day(clock.today()))
    shown = board(days, everywhere, rooms_at(everywhere, form.place()))
    caption = days_in_words(days[0], days[-1])
    return render_template(
        "calendars/week.html",
        form=form,
        rails=shown.rails(),
        grid=shown.grid(caption),
        caption=caption,
        **ways("calendars.week", days, form.place()),
    )


@blueprint.get("/kalendarz/lista")
def programme() -> Any:
    """List what is open to everyone in a week: from today on, if it is this one."""
    everywhere = queries.rooms()
    form = WindowForm(sites_of(everywhere))
    today = clock.today()
    days = week_of(form.day(today))
    to_come = [day for day in days if day >= today] if today in days else days
    chosen = rooms_at(everywhere, form.place())
    shown = board(to_come, everywhere, chosen, states=HOLDING, visibility=Visibility.OPEN, rules={})
    return render_template(
        "calendars/programme.html",
        form=form,
        rails=[rail for rail in shown.rails() if rail.entries or rail.holiday],
        is_empty=not shown.meetings,
        caption=days_in_words(to_come[0], days[-1]),
        **ways("calendars.programme", days, form.place()),
    )


def rooms_at(everywhere: Sequence[Room], place: str) -> list[Room]:
    """Choose the rooms of one place, or all."""
    return [room for room in everywhere if place in ("", room.site.slug)]


def ways(endpoint: str, days: Sequence[date], place: str) -> dict[str, Any]:
    """Give the addresses of the week before, the next and this one, as far as the calendar reaches."""

    def address(day: date | None) -> str:
        od = None if day is None else day.isoformat()
        return url_for(endpoint, od=od, miejsce=place or None)

    before, after = days[0] - timedelta(days=7), days[0] + timedelta(days=7)
    return {
        "before_url": address(before) if before >= FIRST else None,
        "after_url": address(after) if after <= LAST else None,
        "now_url": None if clock.today() in days else address(None),
        "place_url": lambda slug: url_for(endpoint, od=request.args.get("od") or None, miejsce=slug or None),
    }
