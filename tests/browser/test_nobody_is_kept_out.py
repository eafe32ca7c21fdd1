"""Every page as every person, at both widths, light and dark: axe finds no barrier and nothing scrolls sideways."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from mal.applications import drafts
from mal.bookings.closures import ClosurePlan, create_closure
from mal.notifications import outbox
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import whole_day
from tests.chromium import barriers_on, page_open, scrolls_sideways
from tests.client import settle_outer_session
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.fixed_clock import A_YEAR_AGO
from tests.sample_data import PASSWORD, Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

STRANGER = ""
# One of each kind: whoever comes by, a leader, somebody of one site, the coordinator.
PEOPLE = [STRANGER, "anna", "celina", "ewa"]
# What answers a GET without being a page of its own: for machines, or on the way to another page.
NO_PAGES = {
    "drafts.resume",
    "calendars.feed",
    "report.download",
    "health.live",
    "health.ready",
    "health.robots",
}
# Another group's application: the page that says so is looked at, too.
NOT_HERS = "/wnioski/3"
LOOKS = [(1280, "light"), (320, "light"), (1280, "dark"), (320, "dark")]


@pytest.fixture
def town(in_app: Flask) -> Town:
    return full_town()


def full_town() -> Town:
    """A town with something on each page."""
    town = make_town()
    with clock.at(A_YEAR_AGO):
        make_approved(town, spans=[evening(14)])
    make_application(town, spans=[evening(28), evening(35)], equipment=[(town.chairs, 10)])
    make_application(town, group=town.chess, applicant=town.bartek, title="Turniej", spans=[evening(28)])
    make_approved(town, spans=[evening(2), evening(7)])
    begun = drafts.DraftInput(form_key="0" * 32, step="opis", address="sala=1", answers={"title": "Koncert"})
    drafts.save_draft(begun, town.anna)
    rooms = [town.quiet_room]
    plan = ClosurePlan(rooms=rooms, span=whole_day(days_ahead(7)), reason="Malowanie", room_id=rooms[0].id)
    create_closure(plan, by=town.celina)
    db.session.commit()
    outbox.compose_pending(50)
    return town


def a_year_ago() -> str:
    """Name the day of the meeting that is over and has no card."""
    with clock.at(A_YEAR_AGO):
        return days_ahead(14).isoformat()


def pages_of(person: str) -> list[str]:
    """List what a person opens; the numbers are those of the town's things."""
    wish = f"data={days_ahead(28).isoformat()}&od=17:00&do=19:00&osob=20"
    series = f"{wish}&co=1&do_dnia={days_ahead(60).isoformat()}"
    ticked = f"{wish}&sala=1&termin={days_ahead(28).isoformat()}"
    desk = [
        "/praca",
        "/praca/wnioski",
        "/praca/wnioski/2",
        "/praca/wnioski/4",
        "/praca/rezerwacja",
        "/praca/zamkniecia",
        "/praca/zamkniecia/nowe",
        f"/praca/dzien/brzozowa?dzien={days_ahead(7).isoformat()}",
        f"/praca/dzien/brzozowa?dzien={a_year_ago()}",
        "/praca/wnioski?zaznacz=zwykle&miejsce=brzozowa",
        "/praca/raport",
        "/praca/listy",
        "/praca/listy/1",
    ]
    return {
        STRANGER: [
            "/",
            "/kalendarz/",
            f"/kalendarz/?od={days_ahead(7).isoformat()}",
            f"/kalendarz/dzien?od={days_ahead(28).isoformat()}",
            f"/kalendarz/miesiac?od={days_ahead(7).isoformat()}",
            "/kalendarz/?dla=seniors&rodzaj=nothing",
            "/kalendarz/lista",
            "/kalendarz/subskrypcja",
            "/miejsca/brzozowa",
            "/miejsca/brzozowa/sala-duza",
            "/wnioski/nowy",
            "/wnioski/nowy/sale?od=25",
            f"/wnioski/nowy/sale?{wish}",
            f"/wnioski/nowy/terminy?sala=1&{series}",
            "/regulamin",
            "/regulamin/1",
            "/pomoc",
            "/pomoc/jak-poprosic-o-sale",
            "/pomoc/co-sie-dzieje",
            "/pomoc/dla-pracownika",
            "/prywatnosc",
            "/deklaracja-dostepnosci",
            "/logowanie",
            "/konto/nowe",
            "/nie-ma",
        ],
        "anna": [
            "/moje",
            "/wnioski/2",
            "/wnioski/4",
            "/wnioski/nowy",
            f"/wnioski/nowy/sale?{wish}",
            f"/wnioski/nowy/terminy?sala=1&wzor=2&{series}",
            f"/wnioski/nowy/terminy?sala=1&{wish}",
            f"/wnioski/nowy/opis?{ticked}",
            f"/wnioski/nowy/opis?{ticked}&wzor=2",
            "/wnioski/2?wyslane=1",
            "/terminy/1/karta",
            "/grupy/nowa",
            "/grupy/1/zmien",
            "/grupy/1/kalendarz",
            NOT_HERS,
        ],
        "celina": desk,
        "ewa": [*desk, "/praca/regulamin/nowy", "/praca/regulamin/1/akceptacje"],
    }[person]


@contextmanager
def opened(chromium: Chromium, address: str, person: str, width: int, scheme: str) -> Iterator[Page]:
    """Open the browser of a person, signed in unless it is a stranger."""
    with page_open(chromium, address, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        if person != STRANGER:
            page.goto("/logowanie")
            page.fill("[name=email]", f"{person}@example.org")
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
        yield page


def test_every_page_is_looked_at(town: Town, app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGES
    known = app.url_map.bind("localhost")
    paths = [path.partition("?")[0] for person in PEOPLE for path in pages_of(person) if path != "/nie-ma"]
    assert pages - {known.match(path)[0] for path in paths} == set()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_page_has_a_barrier(
    town: Town, chromium: Chromium, live_server: str, person: str, width: int, scheme: str
) -> None:
    settle_outer_session()
    found = []
    with opened(chromium, live_server, person, width, scheme) as page:
        for path in pages_of(person):
            answer = page.goto(path)
            if answer is None or answer.status >= 500 or (answer.status == 403 and path != NOT_HERS):
                found.append(f"{path}: not shown")
            found += [f"{path}: {barrier}" for barrier in barriers_on(page)]
            if scrolls_sideways(page):
                found.append(f"{path}: wider than {width} px")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("person", PEOPLE)
def test_twice_as_large_a_text_fits_a_narrow_window(
    town: Town, chromium: Chromium, live_server: str, person: str
) -> None:
    settle_outer_session()
    wide = []
    with opened(chromium, live_server, person, 640, "light") as page:
        for path in pages_of(person):
            page.goto(path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            if scrolls_sideways(page):
                wide.append(path)
    assert not wide, wide
