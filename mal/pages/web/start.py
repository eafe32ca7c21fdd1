"""The start page: what is on at the three sites, and three doors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from flask import render_template, url_for
from markupsafe import Markup

from mal.calendars.boards import asking, board, rooms_in_use, sites_of
from mal.calendars.date_ranges import days_from, next_quarter
from mal.calendars.days import Asking, Board
from mal.calendars.kept import drawn, kept, whole_for_strangers
from mal.calendars.labels import hours_in_words
from mal.calendars.programme import Room, Site
from mal.calendars.shapes import Rail, RoomLink, local
from mal.calendars.web.forms import PlaceForm
from mal.pages.web import blueprint
from mal.shared import clock

WEEK = 7
# Today or the next day with something comes first; so many more follow.
MORE_DAYS = 3
# So many free times of a room fit on the page: fewer where all places share it.
TIMES_OF_ALL, TIMES_OF_ONE = 2, 4


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time at which a room can be had, and the way to ask for it."""

    date: date
    is_today: bool
    is_tomorrow: bool
    hours: str
    url: str


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room and the next times at which it can be had."""

    room: RoomLink
    times: Sequence[FreeTime]
    ask_url: str


@blueprint.get("/")
@whole_for_strangers
def start() -> str:
    """Show what is on today and in the days after, and which rooms can be had, at one place or at all."""
    sites = sites_of(rooms_in_use())
    place = PlaceForm(sites).place()
    soon = next_quarter(clock.now())
    return render_template(
        "pages/start.html",
        sites=sites,
        place=place,
        body=kept(("start", place, soon), lambda: draw(place, soon)),
        place_url=lambda slug: url_for("pages.start", miejsce=slug or None),
    )


def draw(place: str, soon: datetime) -> Markup:
    """Draw what everyone sees of the start page."""
    today = clock.today()
    chosen = [room for room in rooms_in_use() if place in ("", room.site.slug)]
    shown = board(days_from(today, WEEK), rooms_in_use(), chosen, wanted=attrgetter("is_open"))
    first, *coming = shown.rails()
    still = [entry for entry in first.entries if entry.ends > local(soon)]
    filled = [rail for rail in coming if rail.entries or rail.holiday]
    rules = asking()
    times = TIMES_OF_ONE if place else TIMES_OF_ALL
    return drawn(
        "pages/_start.html",
        place=place,
        today=None if not still else Rail(date=today, entries=still, holiday=first.holiday, is_today=True),
        is_shut=first.is_shut,
        is_over=bool(first.entries) and not still,
        tomorrow=today + timedelta(days=1),
        coming=filled[: MORE_DAYS + 1],
        asking=rules,
        needs_notice=rules.first > today,
        free=free_rooms(free_board(chosen, rules), chosen, soon, times),
    )


def free_board(chosen: Sequence[Room], rules: Asking) -> Board:
    """Read the first week for which anyone may ask."""
    return board(days_from(rules.first, WEEK), rooms_in_use(), chosen, asking=rules)


def free_rooms(shown: Board, rooms: Sequence[Room], soon: datetime, most: int) -> dict[Site, list[FreeRoom]]:
    """Give, place by place, each room with its next free times."""
    found: dict[Site, list[FreeRoom]] = {}
    for room in rooms:
        times = list(free_times(shown, room, soon))[:most]
        link = RoomLink(room.name, room.site, shown.room_url(room))
        url = url_for("applications.new", sala=room.id)
        found.setdefault(room.site, []).append(FreeRoom(link, times, url))
    return found


def free_times(shown: Board, room: Room, soon: datetime) -> Iterator[FreeTime]:
    """Find the times at which a room is free for an hour or longer."""
    tomorrow = shown.today + timedelta(days=1)
    for day in shown.days:
        for span in shown.free_to_ask(room, day, soon):
            hours = hours_in_words(local(span.start), local(span.end))
            url = shown.asking.url(room, day, span) if shown.asking else ""
            yield FreeTime(day, day == shown.today, day == tomorrow, hours, url)
