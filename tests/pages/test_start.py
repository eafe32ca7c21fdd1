"""The start page: what is on now or next, and the next free hours of each room."""

from collections.abc import Callable
from datetime import date, time, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import delete

from mal.bookings.closures import ClosurePlan, create_closure
from mal.bookings.models import Visibility
from mal.places.models import OpeningHours
from mal.regulations.policy import Policy
from mal.shared.database import db
from mal.shared.timespan import Timespan, local_timespan, to_utc, whole_day
from tests.client import Browser, Page, words_of
from tests.factories import make_application, make_approved
from tests.fixed_clock import Freeze
from tests.sample_data import FIVE, NINE, SEVEN, TEN, Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

Clock = Callable[[date, time], None]
# A week without holidays.
SUNDAY = date(2027, 6, 13)
MONDAY = SUNDAY + timedelta(days=1)
TWENTY = time(20)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def at(freeze: Freeze) -> Clock:
    """A function that stops the clock at a day and an hour of Warsaw."""
    return lambda day, hour: freeze(to_utc(day, hour))


def times_of(page: Page, room: str) -> list[str]:
    """Read the free times of a room."""
    row = next(row for row in page.all(".free__room") if words_of(row.select("a")[0]) == room)
    return [words_of(link).partition(", ")[2] for link in row.select(".pick")]


def shut(town: Town, first: date, last: date) -> None:
    """Close every room of Brzozowa for some days."""
    rooms = [town.hall, town.kitchen, town.hall_with_kitchen, town.quiet_room]
    span = Timespan(whole_day(first).start, whole_day(last).end)
    plan = ClosurePlan(rooms=rooms, span=span, reason="Remont", site_id=town.brzozowa.id)
    create_closure(plan, by=town.ewa)
    db.session.commit()


def test_todays_remaining_meetings_come_first(town: Town, browser: Browser, at: Clock) -> None:
    make_approved(town, title="Rano", spans=[local_timespan(MONDAY, NINE, TEN)])
    make_approved(town, title="Wieczór", spans=[local_timespan(MONDAY, FIVE, SEVEN)])
    at(MONDAY, time(12))
    page = browser.get("start.index")
    assert words_of(page.one("#today")) == "Today"
    assert page.texts(".entry__title") == ["Wieczór"]
    assert times_of(page, "Sala Duza") == ["today 12:15–17:00", "today 19:00–20:00"]
    assert times_of(page, "Gabinet") == ["today 12:15–20:00", "tomorrow 09:00–20:00"]


def test_after_the_last_meeting_tomorrow_comes_first(town: Town, browser: Browser, at: Clock) -> None:
    make_approved(town, title="Było", spans=[local_timespan(MONDAY, FIVE, SEVEN)])
    make_approved(town, title="Będzie", spans=[local_timespan(MONDAY + timedelta(days=1), FIVE, SEVEN)])
    at(MONDAY, TWENTY)
    page = browser.get("start.index")
    assert words_of(page.one("#today")) == "Today is over. Tomorrow:"
    assert page.texts(".entry__title") == ["Będzie"]
    assert times_of(page, "Sala Duza") == ["tomorrow 09:00–17:00", "tomorrow 19:00–20:00"]


def test_on_a_closed_day_tomorrow_comes_first(town: Town, browser: Browser, at: Clock) -> None:
    db.session.execute(delete(OpeningHours).where(OpeningHours.weekday == 6))
    make_approved(town, title="Poniedziałek", spans=[local_timespan(MONDAY, FIVE, SEVEN)])
    at(SUNDAY, time(18))
    page = browser.get("start.index")
    assert words_of(page.one("#today")) == "Today we are closed. Tomorrow:"
    assert page.texts("[aria-labelledby=today] .entry__title") == ["Poniedziałek"]
    assert times_of(page, "Pracownia") == ["tomorrow 09:00–20:00", "Tue 15.06 09:00–20:00"]


def test_the_next_day_with_a_meeting_comes_first(town: Town, browser: Browser, at: Clock) -> None:
    at(MONDAY, time(18))
    assert "Start something yourself" in browser.get("start.index").text
    for number in (3, 4, 5, 6):
        make_approved(
            town,
            title=f"Dzień {number}",
            spans=[local_timespan(MONDAY + timedelta(days=number), FIVE, SEVEN)],
        )
    page = browser.get("start.index")
    assert words_of(page.one("#today")) == "Nothing more is open to everyone today. Next:"
    assert page.texts("[aria-labelledby=today] .entry__title") == ["Dzień 3"]
    assert page.texts("[aria-labelledby=coming] .entry__title") == ["Dzień 4", "Dzień 5", "Dzień 6"]


def test_only_open_meetings_are_listed(town: Town, browser: Browser, at: Clock) -> None:
    at(MONDAY, TEN)
    spans = [local_timespan(MONDAY, FIVE, SEVEN)]
    make_approved(town, title="Otwarte", spans=spans)
    make_approved(
        town, title="Klubowe", room=town.studio, spans=spans, visibility=Visibility.CLOSED, headcount=5
    )
    make_application(town, title="Prośba", room=town.quiet_room, spans=spans, headcount=2)
    page = browser.get("start.index")
    assert page.texts(".entry__title") == ["Otwarte"]
    assert times_of(page, "Pracownia")[0] == "today 10:15–17:00", "A closed meeting takes its room, too."


def test_a_closed_week_has_no_free_times_but_links_to_apply(town: Town, browser: Browser, at: Clock) -> None:
    shut(town, MONDAY, MONDAY + timedelta(days=6))
    at(MONDAY, TEN)
    page = browser.get("start.index")
    assert times_of(page, "Sala Duza") == []
    assert [a["href"] for a in page.all(".free__room .muted a")] == [
        f"/wnioski/nowy?sala={room.id}"
        for room in (town.hall, town.kitchen, town.hall_with_kitchen, town.quiet_room)
    ]
    assert len(times_of(page, "Pracownia")) == 2
    assert "Remont" in page.texts("[aria-labelledby=today] .entry__title")


def test_a_room_that_is_booked_all_week_has_no_free_times(town: Town, browser: Browser, at: Clock) -> None:
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    make_approved(town, spans=[local_timespan(day, NINE, time(19, 30)) for day in days])
    at(MONDAY, time(8))
    page = browser.get("start.index")
    assert times_of(page, "Sala Duza") == [], "Half an hour is not offered."
    assert times_of(page, "Sala Z Aneksem") == [], "The hall is a part of it."
    assert len(times_of(page, "Aneks")) == 2


def test_a_free_time_links_to_an_application_for_it(town: Town, browser: Browser, at: Clock) -> None:
    make_approved(town, spans=[local_timespan(MONDAY, TEN, SEVEN)])
    at(MONDAY, time(8))
    links = browser.get("start.index").all(".free__room .pick")
    asked = [parse_qs(urlsplit(str(link["href"])).query) for link in links if "Sala Duza" in words_of(link)]
    day, hall = [MONDAY.isoformat()], [str(town.hall.id)]
    assert asked == [
        {"sala": hall, "data": day, "od": ["09:00"], "do": ["10:00"]},
        {"sala": hall, "data": day, "od": ["19:00"], "do": ["20:00"]},
    ]
    form = browser.follow("Ask for: Sala Duza, today 09:00–10:00")
    assert [form.one(f"[name={name}]")["value"] for name in ("data", "od")] == [MONDAY.isoformat(), "09:00"]


def test_one_site_shows_more_times_and_only_its_own_rooms(town: Town, browser: Browser, at: Clock) -> None:
    at(MONDAY, TEN)
    page = browser.get("start.index", miejsce="sosnowa")
    assert page.texts(".free__site h3") == ["S Sosnowa"]
    assert len(times_of(page, "Pracownia")) == 4


def test_free_times_begin_after_the_notice(in_app: Flask, browser: Browser, at: Clock) -> None:
    at(MONDAY, TEN)
    make_town(Policy(notice_working_days=2))
    page = browser.get("start.index")
    assert "You can ask from Wednesday, 16 June 2027 on" in page.text
    assert times_of(page, "Sala Duza") == ["Wed 16.06 09:00–20:00", "Thu 17.06 09:00–20:00"]


def test_there_are_three_ways_to_go_on(town: Town, browser: Browser) -> None:
    page = browser.get("start.index")
    doors = {words_of(door.select(".door__title")[0]): door["href"] for door in page.all(".door")}
    assert doors == {
        "See what is on": "/kalendarz/lista",
        "Invite people – ask for a room": "/wnioski/nowy",
        "I work at MAL": "/praca",
    }
    assert browser.get("/praca").heading == "Sign in"
