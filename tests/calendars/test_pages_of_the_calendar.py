"""Weeks, the programme, places and rooms: what they show, what they answer to nonsense, what they cost."""

from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page as ChromiumPage

from mal.applications import service as applications
from mal.bookings.closures import ClosurePlan, create_closure
from mal.bookings.models import Visibility
from mal.calendars import kept
from mal.shared import clock
from mal.shared.timespan import Timespan, local_timespan, whole_day
from tests.chromium import scrolls_sideways
from tests.client import Browser, words_of
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.sample_data import FIVE, NINE, SEVEN, TEN, Town, make_town
from tests.statements import statements

PAGES = (
    "/",
    "/kalendarz/",
    "/kalendarz/dzien",
    "/kalendarz/miesiac",
    "/kalendarz/lista",
    "/kalendarz/subskrypcja",
    "/miejsca/brzozowa",
    "/miejsca/brzozowa/sala-duza",
)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def week_with(day: date) -> str:
    return f"/kalendarz/?od={day.isoformat()}"


def test_a_week_shows_each_kind_of_entry_in_the_grid_and_in_the_list(town: Town, browser: Browser) -> None:
    day = days_ahead(14)
    make_approved(town, title="Otwarte")
    make_approved(town, title="Klubowe", spans=[local_timespan(day, NINE, TEN)], visibility=Visibility.CLOSED)
    make_approved(town, title="Sekret", room=town.quiet_room, visibility=Visibility.CONFIDENTIAL, headcount=2)
    make_application(town, title="Prośba", room=town.studio, headcount=5)
    shut = ClosurePlan(rooms=[town.kitchen], span=whole_day(day), reason="Malowanie", room_id=town.kitchen.id)
    create_closure(shut, by=town.ewa)
    page = browser.get(week_with(day))
    for kind, title in (
        ("booking", "Otwarte"),
        ("booking", "Klubowe"),
        ("confidential", "Taken"),
        ("asked", "Somebody asks for this time"),
        ("closure", "Malowanie"),
    ):
        assert title in page.texts(f".entry--{kind} .entry__title"), kind
        assert title in page.texts(f".block--{kind} .block__title"), kind
    assert "Sekret" not in page.body
    assert "Prośba" not in page.body


def test_a_meeting_in_the_whole_stands_once_and_its_parts_say_where_they_are_needed(
    town: Town, browser: Browser
) -> None:
    make_approved(town, room=town.hall_with_kitchen, title="W obu")
    page = browser.get(week_with(days_ahead(14)))
    assert page.texts(".entry__title").count("W obu") == 1
    rows = page.all(".week tbody tr:has(th[scope=row])")
    full, hints = (
        {words_of(row.select("th")[0]) for row in rows if row.select(selector)}
        for selector in (".block--booking", ".block--elsewhere")
    )
    assert full == {"Sala Z Aneksem"}
    assert hints == {"Sala Duza", "Aneks"}
    assert set(page.texts(".block--elsewhere .block__where")) == {"Sala Z Aneksem"}


def test_a_closure_of_a_site_stands_in_all_its_rows_and_each_day(town: Town, browser: Browser) -> None:
    monday = days_ahead(14) - timedelta(days=days_ahead(14).weekday())
    rooms = [town.hall, town.kitchen, town.hall_with_kitchen, town.quiet_room]
    span = Timespan(whole_day(monday - timedelta(days=30)).start, whole_day(monday + timedelta(days=30)).end)
    plan = ClosurePlan(rooms=rooms, span=span, reason="Remont", site_id=town.brzozowa.id)
    create_closure(plan, by=town.ewa)
    page = browser.get(week_with(monday))
    assert page.texts(".entry--closure .entry__title") == ["Remont"] * 7
    assert set(page.texts(".entry--closure .hours")) == {"00:00 – 24:00"}
    assert len(page.all(".block--closure")) == 4 * 7
    assert "Remont" not in browser.get(f"{week_with(monday)}&miejsce=sosnowa").text


def test_holidays_are_named_and_shut(town: Town, browser: Browser) -> None:
    page = browser.get(week_with(date(clock.today().year, 12, 25)))
    assert "Christmas Day" in page.text
    assert "We are closed all day." in page.text


def test_the_weeks_of_both_changes_of_the_clocks_show_wall_clock_times(town: Town, browser: Browser) -> None:
    year = clock.today().year + 1
    for last in (date(year, 3, 31), date(year, 10, 31)):
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        make_approved(town, spans=[local_timespan(sunday, FIVE, SEVEN)], title=f"Niedziela {sunday}")
        page = browser.get(week_with(sunday))
        entry = next(each for each in page.all(".entry") if f"Niedziela {sunday}" in each.get_text())
        assert "17:00" in entry.get_text()
        assert "19:00" in entry.get_text()


@pytest.mark.parametrize("look", ["", "dzien", "miesiac", "lista"])
def test_nonsense_in_the_address_shows_the_days_of_today_and_says_so(
    town: Town, browser: Browser, look: str
) -> None:
    address = f"/kalendarz/{look}"
    plain = browser.get(address)
    for wrong in ("abc", "2026-02-30", "0001-01-01", "9999-12-31", "-1", "%00", "2026-13-01' OR 1=1"):
        page = browser.get(f"{address}?od={wrong}")
        assert "Type a day, for example 12.03.2027." in page.errors()["od"], wrong
        assert "here is the rest" in page.text
        assert page.heading == plain.heading
    page = browser.get(f"{address}?miejsce=nowhere&od=2026-12-03")
    assert "There is no such place" in page.errors()["miejsce"]
    assert "here is the rest" not in plain.text
    for fine in (
        "?od=",
        "?od=03.12.2026",
        "?miejsce=",
        "?od=2000-01-03",
        "?od=2100-12-26",
        "?x=1",
        "?od=a&od=b",
    ):
        browser.get(address + fine)


def test_the_programme_lists_what_is_open_and_nothing_else(town: Town, browser: Browser) -> None:
    make_approved(town, title="Otwarte")
    make_approved(town, title="Klubowe", room=town.studio, visibility=Visibility.CLOSED, headcount=5)
    make_application(town, title="Prośba", group=town.chess, room=town.kitchen, headcount=5)
    page = browser.get("calendars.programme", od=days_ahead(14).isoformat())
    assert page.texts(".entry__title") == ["Otwarte"]
    assert "Nothing open to everyone" in browser.get("calendars.programme", od="2031-05-05").text


def test_a_page_follows_each_change_at_once(town: Town, browser: Browser) -> None:
    def titles() -> list[str]:
        return browser.get(week_with(days_ahead(14))).texts(".entry__title")

    assert titles() == []
    application = make_application(town)
    assert titles() == ["Somebody asks for this time"]
    applications.approve(application, by=town.ewa)
    assert titles() == ["Próba chóru"]
    ids = {date.id for date in application.booking.occurrences}
    applications.cancel_dates(application, ids, by=town.anna)
    assert titles() == []
    withdrawn = make_application(town)
    assert titles() == ["Somebody asks for this time"]
    applications.withdraw(withdrawn, by=town.anna)
    assert titles() == []


def test_a_room_says_what_a_visitor_wants_to_know(town: Town, browser: Browser) -> None:
    town.hall.access = {
        "step_free": True,
        "induction_loop": False,
        "wheelchair": "Wjedziesz prosto z podwórza.",
    }
    town.hall.amenities = ["pianino", "ekran"]
    page = browser.get("calendars.room", site_slug="brzozowa", room_slug="sala-duza")
    assert page.heading == "Sala Duza"
    for words in (
        "40",
        "pianino",
        "No steps on the way",
        "Wjedziesz prosto",
        "+48 600 000 010",
        "09:00–20:00",
    ):
        assert words in page.text, words
    assert f"sala={town.hall.id}" in str(page.one("main a.button")["href"])
    assert page.all("a[href='/kalendarz/brzozowa/sala-duza.ics']")
    browser.get("/miejsca/brzozowa/nowhere", expecting=404)
    browser.get("/miejsca/nowhere", expecting=404)
    browser.get("/miejsca/sosnowa/sala-duza", expecting=404)


def test_the_list_of_feeds_names_all_of_them_and_the_ways_to_add_them(town: Town, browser: Browser) -> None:
    page = browser.get("calendars.subscribe")
    addresses = page.texts(".secret code")
    assert len(addresses) == 1 + 2 + 5
    for address in addresses:
        path = address.partition("localhost")[2]
        assert browser.get(path).response.mimetype == "text/calendar"
    assert len([a for a in page.all("a") if str(a["href"]).startswith("webcal://")]) == len(addresses)


def test_a_page_costs_as_many_statements_with_a_hundred_meetings_as_with_five(
    town: Town, browser: Browser, in_app: Flask
) -> None:
    first = days_ahead(0) + timedelta(days=7)
    few = [local_timespan(first + timedelta(days=7 * week), FIVE, SEVEN) for week in range(5)]
    make_approved(town, spans=few)
    addresses = [*PAGES, week_with(first)]
    costs = []
    for _ in range(2):
        in_app.extensions[kept.EXTENSION].forget()
        cost = []
        for address in addresses:
            in_app.extensions[kept.EXTENSION].forget()
            with statements(in_app) as asked:
                browser.get(address)
            cost.append(len(asked))
        costs.append(cost)
        many = [local_timespan(first + timedelta(days=day), NINE, TEN) for day in range(100)]
        if len(costs) == 1:
            make_approved(town, spans=many)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8, dict(zip(addresses, costs[0], strict=True))
    with statements(in_app) as asked:
        browser.get(addresses[-1])
    assert len(asked) == 0, "What has not changed is not read again."


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_no_page_is_wider_than_its_window(town: Town, page: ChromiumPage) -> None:
    make_approved(town, title="Bardzodługiejednowyrazowetytułyteżsięzdarzająwkalendarzu", spans=[evening(3)])
    # 1024: the narrowest window in which pictures are drawn beside the lists.
    for width in (320, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (*PAGES, week_with(days_ahead(3))):
            page.goto(address)
            assert not scrolls_sideways(page), (width, address)
