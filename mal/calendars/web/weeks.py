"""What is on: the hours of a day, rooms by days, a month, and what is open to all as a plain list."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from mal.bookings.models import Visibility
from mal.bookings.states import HOLDING
from mal.calendars.boards import asking, board, rooms_in_use, sites_of
from mal.calendars.date_ranges import DAY, LIST, MONTH, WEEK, next_quarter
from mal.calendars.days import Board
from mal.calendars.filters import Narrowing
from mal.calendars.kept import drawn, kept, kept_here, whole_for_strangers
from mal.calendars.labels import days_in_words
from mal.calendars.shapes import Rail, folds_of, past_and_coming, weeks_of
from mal.calendars.web import blueprint
from mal.calendars.web.forms import CalendarForm
from mal.calendars.web.ways import DAYS, LISTS, MONTHS, WEEKS, Look, ways
from mal.shared import clock

Body = Callable[[date, Narrowing], Markup]


@blueprint.get("/kalendarz/")
@whole_for_strangers
def week() -> str:
    """Show a week of all rooms, or of those that are wanted."""
    return render_template("calendars/calendar.html", **kept_here(lambda: draw(WEEKS, draw_week)))


@blueprint.get("/kalendarz/dzien")
@whole_for_strangers
def day() -> str:
    """Show the hours of a day; not kept by the address alone, for what is free of today runs out."""
    return render_template("calendars/calendar.html", **draw(DAYS, draw_day))


@blueprint.get("/kalendarz/miesiac")
@whole_for_strangers
def month() -> str:
    """Show a month."""
    return render_template("calendars/calendar.html", **kept_here(lambda: draw(MONTHS, draw_month)))


@blueprint.get("/kalendarz/lista")
@whole_for_strangers
def programme() -> str:
    """List what is open to everyone, from a day on."""
    return render_template("calendars/calendar.html", **kept_here(lambda: draw(LISTS, draw_list)))


def draw(look: Look, body: Body) -> dict[str, Any]:
    """Draw what everyone sees of an address; the body is the same for all addresses of a window."""
    rooms = rooms_in_use()
    form = CalendarForm(rooms, sites_of(rooms))
    narrowing = form.narrowing()
    around = ways(look, form)
    room = next((each for each in rooms if each.id == narrowing.room_id), None)
    site = next((each for each in sites_of(rooms) if each.slug == narrowing.place), None)
    main = drawn(
        "calendars/_calendar.html",
        form=form,
        room=room,
        site=room.site if room else site,
        body=body(look.window.first(form.day(clock.today())), narrowing),
        **around,
    )
    return {"main": main, "caption": around["caption"], "subject": room.name if room else site and site.name}


def draw_week(first: date, narrowing: Narrowing) -> Markup:
    """Draw rooms by days, and the list that says the same."""

    def make() -> Markup:
        shown = seen(WEEK.days(first), narrowing)
        past, coming = past_and_coming(to_list(shown.rails(), narrowing, whole=True), clock.today())
        return drawn(
            "calendars/_week.html",
            past=past,
            rails=coming,
            grid=shown.grid(WEEKS.caption(first)),
            asking=asking(),
            days_in_words=days_in_words,
        )

    return kept(("week", first, narrowing), make)


def draw_day(first: date, narrowing: Narrowing) -> Markup:
    """Draw rooms by the hours of a day, and the list that says the same."""
    soon = next_quarter(clock.now())

    def make() -> Markup:
        shown = seen(DAY.days(first), narrowing)
        return drawn(
            "calendars/_day.html",
            rails=to_list(shown.rails(), narrowing, whole=True),
            timeline=shown.hours(first, soon),
            caption=DAYS.caption(first),
            asking=asking(),
        )

    return kept(("day", first, narrowing, soon), make)


def draw_month(first: date, narrowing: Narrowing) -> Markup:
    """Draw whole weeks with the first lines of each day, and all of them as a list."""

    def make() -> Markup:
        rails = seen(MONTH.days(first), narrowing).rails()
        listed = to_list([rail for rail in rails if rail.date.month == first.month], narrowing)
        return drawn(
            "calendars/_month.html",
            rails=listed if narrowing.is_by_content else [],
            folds=[] if narrowing.is_by_content else folds_of(listed, clock.today()),
            days_in_words=days_in_words,
            weeks=weeks_of(rails, first.month),
            caption=MONTHS.caption(first),
            is_narrowed=narrowing.is_by_content,
        )

    return kept(("month", first, narrowing), make)


def draw_list(first: date, narrowing: Narrowing) -> Markup:
    """List the days on which something is open to everyone."""

    def make() -> Markup:
        rooms = rooms_in_use()
        shown = board(
            LIST.days(first),
            rooms,
            narrowing.rooms(rooms),
            states=HOLDING,
            visibility=Visibility.OPEN,
            wanted=narrowing.takes,
            day_url=day_url(narrowing),
        )
        rails = to_list(shown.rails(), narrowing)
        is_empty = all(entry.kind == "closure" for rail in rails for entry in rail.entries)
        return drawn(
            "calendars/_list.html", rails=rails, is_empty=is_empty, is_narrowed=narrowing.is_by_content
        )

    return kept(("list", first, narrowing), make)


def seen(days: Sequence[date], narrowing: Narrowing) -> Board:
    """Read what days show of the wanted rooms; where meetings are left out, nothing is called free."""
    rooms = rooms_in_use()
    return board(
        days,
        rooms,
        narrowing.rooms(rooms),
        wanted=narrowing.takes if narrowing.is_by_content else None,
        asking=None if narrowing.is_by_content else asking(),
        day_url=day_url(narrowing),
    )


def to_list(rails: Sequence[Rail], narrowing: Narrowing, *, whole: bool = False) -> list[Rail]:
    """Choose the days to list: where meetings were chosen only those that have one, for others need not be empty."""
    if narrowing.is_by_content:
        return [rail for rail in rails if any(entry.kind != "closure" for entry in rail.entries)]
    return [rail for rail in rails if whole or rail.entries or rail.holiday]


def day_url(narrowing: Narrowing) -> Callable[[date], str]:
    """Give the page of a day, with the same choices."""
    chosen: dict[str, Any] = {
        "miejsce": narrowing.place or None,
        "sala": narrowing.room_id,
        "dla": narrowing.audience or None,
        "rodzaj": narrowing.activity or None,
    }
    return lambda day: url_for("calendars.day", od=day.isoformat(), **chosen)
