"""A board is filled from the database: a fixed number of statements, whatever it shows."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from flask import url_for
from flask_babel import get_locale

from mal.bookings.models import Visibility
from mal.bookings.states import DateState
from mal.calendars import queries
from mal.calendars.date_ranges import span_of
from mal.calendars.days import Asking, Board
from mal.calendars.kept import kept
from mal.calendars.labels import words
from mal.calendars.programme import Meeting, Room, Site
from mal.calendars.shapes import local
from mal.places import holidays
from mal.places.queries import list_opening_rules
from mal.regulations.queries import get_policy
from mal.shared import clock
from mal.shared.timespan import Timespan
from mal.shared.working_days import add_working_days

USUAL_LENGTH = timedelta(hours=2)


def room_url(room: Room) -> str:
    """Give the page of a room."""
    return url_for("calendars.room", site_slug=room.site.slug, room_slug=room.slug)


def ask_url(room: Room, day: date, span: Timespan | None = None) -> str:
    """Give the form that asks for a room on a day; in a free span, for two hours from its start."""
    hours: dict[str, Any] = {}
    if span is not None:
        ends = min(span.end, span.start + USUAL_LENGTH)
        hours = {"od": f"{local(span.start):%H:%M}", "do": f"{local(ends):%H:%M}"}
    return url_for("wizard.new", sala=room.id, data=day.isoformat(), **hours)


def asking() -> Asking:
    """Say for which days the rules in force let anyone ask, from memory while nothing has changed."""
    today = clock.today()
    policy = kept("policy", lambda: get_policy(today))
    first = add_working_days(today, policy.notice_working_days, holidays.is_working_day)
    return Asking(ask_url, first, today + timedelta(days=policy.horizon_days))


def rooms_in_use() -> list[Room]:
    """List the rooms, from memory while nothing has changed."""
    return kept("rooms", queries.rooms)


def sites_of(rooms: Sequence[Room]) -> list[Site]:
    """List the sites that have rooms, in their order."""
    return list({room.site.id: room.site for room in rooms}.values())


def holidays_in(days: Sequence[date]) -> dict[date, str]:
    """Name the public holidays among some days, in the reader's language."""
    language = str(get_locale() or "pl")
    return {day: name for day in days if (name := holidays.holiday_name(day, language))}


def board(
    days: Sequence[date],
    everywhere: Sequence[Room],
    chosen: Sequence[Room],
    *,
    states: Sequence[DateState] = queries.PAGES_SHOW,
    visibility: Visibility | None = None,
    wanted: Callable[[Meeting], bool] | None = None,
    asking: Asking | None = None,
    day_url: Callable[[date], str] | None = None,
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
        rules=kept("rules", list_opening_rules),
        holidays=holidays_in(days),
        words=words(),
        room_url=cache(room_url),
        wanted=wanted,
        asking=asking,
        day_url=day_url,
    )
