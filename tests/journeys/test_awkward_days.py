"""Whole journeys through the pages on days on which calendars go wrong, with the numbers of the draft Regulamin."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Allocation, AllocationKind
from mal.bookings.states import DateState
from mal.places.models import Room
from mal.regulations.policy import Policy
from mal.shared.database import db
from mal.shared.timespan import WARSAW, local_timespan
from tests.client import Browser, Page, words_of
from tests.databases import KINDS
from tests.factories import make_approved, make_past
from tests.fixed_clock import frozen_at
from tests.journeys.awkward_days import (
    AWKWARD_DAYS,
    HOLIDAYS,
    WEEK,
    AwkwardDay,
    weeks_from,
    without_holidays,
)
from tests.sample_data import FIVE, PASSWORD, SEVEN, Town, make_town

DAY = timedelta(days=1)
# A whole journey on the other database, too, where its dates differ: around midnight, months and changed clocks.
ON_POSTGRESQL = {"New Year's Eve", "Saturday before summer time", "end of the day with 25 hours", "leap day"}
RUNS = [
    pytest.param(kind, day, id=f"{kind}-{day.what}")
    for kind in KINDS
    for day in AWKWARD_DAYS
    if kind == "sqlite" or day.what in ON_POSTGRESQL
]
DETAILS: dict[str, Any] = {
    "title": "Próba chóru",
    "activity": "music",
    "audience": ["seniors"],
    "visibility": "open",
    "accepts": True,
}

pytestmark = pytest.mark.parametrize(("databases", "day"), RUNS, indirect=["databases"])


@pytest.fixture
def town(in_app: Flask, day: AwkwardDay) -> Iterator[Town]:
    """The sample data at the instant of an awkward day."""
    with frozen_at(day.now):
        yield make_town(Policy())


@pytest.fixture
def anna(town: Town, browser: Browser) -> Browser:
    """The leader of the choir."""
    return browser.sign_in("anna@example.org", PASSWORD)


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    """Staff at Brzozowa."""
    return browser.another().sign_in("celina@example.org", PASSWORD)


def wish(first: date, starts: str = "17:00", ends: str = "19:00", **changes: object) -> dict[str, Any]:
    return {"data": first.isoformat(), "od": starts, "do": ends, "osob": 20, **changes}


def find_dates(anna: Browser, **values: Any) -> Page:
    """Fill in when and how many, choose the hall, and look at the dates."""
    anna.get("/wnioski/nowy")
    anna.submit("form[action='/wnioski/nowy/sale']", **values)
    return anna.follow("Choose Sala Duza, Brzozowa")


def ticked(page: Page, name: str = "termin") -> list[date]:
    return [date.fromisoformat(str(box["value"])) for box in page.all(f"input[name={name}][checked]")]


def send(anna: Browser, *, go_on: str, **details: Any) -> Application:
    """Go on to the last page, send the application and return it."""
    anna.submit(button=go_on)
    page = anna.submit(button="Send the application", **details)
    assert "We have your application" in page.text
    return newest_application()


def newest_application() -> Application:
    return db.session.scalars(select(Application).order_by(Application.id.desc())).all()[0]


def local_times(application: Application) -> list[tuple[datetime, datetime]]:
    return [
        (each.starts_at.astimezone(WARSAW), each.ends_at.astimezone(WARSAW))
        for each in application.booking.occurrences
    ]


def evenings(days: list[date]) -> list[tuple[datetime, datetime]]:
    return [(datetime.combine(day, FIVE, WARSAW), datetime.combine(day, SEVEN, WARSAW)) for day in days]


def approve(celina: Browser, application: Application) -> None:
    """Open an application as staff and approve the dates that come ticked."""
    page = celina.get(f"/praca/wnioski/{application.id}")
    assert "3 working days left" in page.text
    celina.submit('form[action*="/zatwierdz"]')
    db.session.refresh(application)
    assert application.state is ApplicationState.APPROVED
    assert {each.state for each in application.booking.occurrences} == {DateState.PLANNED}


def test_group_asks_once_for_the_first_day_that_keeps_the_notice(
    town: Town, anna: Browser, celina: Browser, day: AwkwardDay
) -> None:
    early = anna.get(
        "/wnioski/nowy/terminy", sala=town.hall.id, **wish(day.third_working_day - DAY, "10:00", "12:00")
    )
    assert not early.all("input[name=termin]")
    find_dates(anna, **wish(day.third_working_day, "10:00", "12:00"))
    application = send(anna, go_on="Go on", **DETAILS)
    assert application.reply_due == day.third_working_day
    approve(celina, application)

    # The same hours again: whatever is proposed instead can be had.
    page = anna.get("/wnioski/nowy/sale", **wish(day.third_working_day, "10:00", "12:00"))
    taken = next(offer for offer in page.all(".offer") if "Sala Duza" in words_of(offer))
    proposals = [str(link["href"]) for link in taken.select("a.pick")]
    # The first is another hour of that day, the last another day.
    for address in (proposals[0], proposals[-1]):
        page = anna.get(address)
        [box] = page.all("input[name=termin]")
        assert date.fromisoformat(str(box["value"])) not in HOLIDAYS
        assert date.fromisoformat(str(box["value"])) >= day.third_working_day


def test_group_asks_weekly_and_as_last_time_and_subscribes(
    town: Town, anna: Browser, celina: Browser, day: AwkwardDay
) -> None:
    expected = without_holidays(day.weekly)
    page = find_dates(anna, **wish(day.weekly[0], co="1", do_dnia=day.weekly[-1].isoformat()))
    assert len(page.all(".series__row")) == 8
    assert page.texts(".series__row .hours") == ["17:00 – 19:00"] * 8
    assert ticked(page) == expected
    application = send(anna, go_on="Go on with the ticked dates", **DETAILS)
    assert local_times(application) == evenings(expected)
    approve(celina, application)

    # The same weekday goes on after the last meeting, for as many weeks, past a holiday on the first of them.
    first = without_holidays(weeks_from(expected[-1] + WEEK, 3))[0]
    weeks = (expected[-1] - expected[0]).days // 7 + 1
    anna.get("/moje")
    page = anna.follow("As last time")
    assert ticked(page) == without_holidays(weeks_from(first, weeks))
    again = send(anna, go_on="Go on with the ticked dates")
    assert local_times(again) == evenings(without_holidays(weeks_from(first, weeks)))

    # Subscribers get what is approved, by Warsaw's clock, and not what waits.
    feed = Calendar.from_ical(anna.get("/kalendarz/brzozowa.ics").body)
    found = [(event.decoded("DTSTART"), event.decoded("DTEND")) for event in feed.walk("VEVENT")]
    assert sorted(found) == evenings(expected)


def test_staff_book_for_tomorrow_close_the_room_and_print_the_day(
    town: Town, celina: Browser, day: AwkwardDay
) -> None:
    tomorrow = day.today + DAY
    celina.get("/praca/rezerwacja")
    asked: dict[str, Any] = {
        "day": tomorrow.isoformat(),
        "starts": "17:00",
        "ends": "19:00",
        "room": town.hall.id,
    }
    whose: dict[str, Any] = {
        "group": town.choir.id,
        "contact_name": "Pani Zofia",
        "contact_phone": "+48 600 000 011",
    }
    page = celina.submit("form.form", **asked, **whose, title="Z telefonu", activity="music", people=20)
    assert ("Public holiday" in page.text) is (tomorrow in HOLIDAYS)
    celina.submit("form.form", dates=[tomorrow.isoformat()], note="Uzgodnione z koordynatorką.")
    booked = newest_application()
    assert local_times(booked) == evenings([tomorrow])
    sheet = celina.get("/praca/dzien/brzozowa", dzien=tomorrow.isoformat())
    assert sheet.texts("tbody time") == ["17:00", "19:00"]
    assert "Z telefonu" in sheet.one("tbody").get_text()

    # From tomorrow until the first day that keeps the notice, over holidays and changed clocks.
    last = day.third_working_day
    celina.get("/praca/zamkniecia/nowe")
    closure: dict[str, Any] = {
        "where": f"room-{town.hall.id}",
        "first": tomorrow.isoformat(),
        "last": last.isoformat(),
    }
    page = celina.submit("form.form", **closure, reason="Malowanie ścian", expecting=409)
    assert "Z telefonu" in page.one("[aria-labelledby=hit]").get_text()
    celina.submit("form.form")
    assert [each.state for each in booked.booking.occurrences] == [DateState.CANCELLED]
    midnights = [
        datetime.combine(tomorrow + n * DAY, time(), WARSAW) for n in range((last - day.today).days + 1)
    ]
    assert held_by_closures(town.hall) == list(pairwise(midnights))
    sheet = celina.get("/praca/dzien/brzozowa", dzien=tomorrow.isoformat())
    assert "Malowanie ścian" in sheet.one(".sheet .notice").text


def held_by_closures(room: Room) -> list[tuple[datetime, datetime]]:
    closed = select(Allocation).where(
        Allocation.kind == AllocationKind.CLOSURE, Allocation.resource_id == room.id
    )
    held = db.session.scalars(closed.order_by(Allocation.starts_at))
    return [(each.starts_at.astimezone(WARSAW), each.ends_at.astimezone(WARSAW)) for each in held]


def test_neighbours_read_the_week_and_the_month(town: Town, browser: Browser, day: AwkwardDay) -> None:
    make_approved(
        town,
        title="Otwarte",
        spans=[local_timespan(each, FIVE, SEVEN) for each in without_holidays(day.weekly)],
    )
    monday = day.today - day.today.weekday() * DAY
    week = browser.get("/kalendarz/")
    assert [square["id"] for square in week.all(".day")] == [f"d{monday + n * DAY}" for n in range(7)]
    assert [square["id"] for square in week.all(".day--today")] == [f"d{day.today}"]
    holidays = {f"d{monday + n * DAY}" for n in range(7) if monday + n * DAY in HOLIDAYS}
    assert {str(square["id"]) for square in week.all(".day--holiday")} == holidays
    assert f"od={monday + WEEK}" in str(week.all(".pager a[rel=next]")[0]["href"])

    month = browser.get("/kalendarz/miesiac")
    [today] = month.all(".month__day--today")
    assert words_of(today.select(".month__number")[0]) == str(day.today.day)
    own = [int(words_of(each)) for each in month.all(".month__day:not(.month__day--other) .month__number")]
    assert own == list(range(1, len(own) + 1))
    assert (day.today.replace(day=1) + len(own) * DAY).day == 1

    last = without_holidays(day.weekly)[-1]
    [entry] = browser.get("/kalendarz/dzien", od=last.isoformat()).texts(".entry")
    assert "17:00" in entry
    assert "19:00" in entry
    month = browser.get("/kalendarz/miesiac", od=last.isoformat())
    assert f"{last}T17:00" in {str(tag["datetime"]) for tag in month.all(".month time")}


def test_report_counts_the_last_six_months(
    town: Town, anna: Browser, celina: Browser, day: AwkwardDay
) -> None:
    [past] = make_past(town)
    anna.get(f"/terminy/{past.id}/karta")
    anna.submit(took_place="yes", headcount=18)
    page = celina.get("/praca/raport")
    months = [add_months(day.today, -back) for back in reversed(range(6))]
    assert page.one("[name=od]")["value"] == f"{months[0]:%Y-%m}"
    assert page.one("[name=do]")["value"] == f"{months[-1]:%Y-%m}"
    rows = page.all("section[aria-labelledby=everything] tbody tr")
    came = {words_of(row.select("th")[0]): row for row in rows}
    assert len(came) == 7
    met = day.today - 2 * DAY
    row = came[f"Brzozowa, {met:%b %Y}"]
    assert [words_of(cell) for cell in row.select("td")][:2] == ["1", "1"]


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
