"""A group that comes back asks on a phone in a minute; what is typed is never lost."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from mal.applications.models import Application, ApplicationDraft
from mal.regulations import service as rules
from mal.shared.database import db
from tests.browser.test_a_whole_application import sign_in
from tests.chromium import page_open
from tests.client import settle_outer_session
from tests.factories import days_ahead, make_approved
from tests.sample_data import Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "language": "en"}
MOST_PAGES, MOST_FIELDS = 4, 8


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


class Walk:
    """Somebody on the way from the start page: counts the pages shown and the fields touched."""

    def __init__(self, page: Page) -> None:
        """Begin at the start page, which does not count."""
        self.page = page
        self.pages: list[str] = []
        self.fields: list[str] = []
        page.goto("/")
        page.on("framenavigated", lambda frame: self.pages.append(frame.url))

    def fill(self, name: str, value: str) -> None:
        """Type into a field."""
        self.fields.append(name)
        self.page.locator(f"main [name={name}]").fill(value)

    def choose(self, name: str, value: str) -> None:
        """Choose from a list."""
        self.fields.append(name)
        self.page.locator(f"main [name={name}]").select_option(value)

    def tick(self, name: str) -> None:
        """Tick a box."""
        self.fields.append(name)
        self.page.locator(f"main [name={name}]").check()

    def enter(self) -> None:
        """Go through the door of asking."""
        self.page.locator("main a[href='/wnioski/nowy']").first.click()
        self.page.wait_for_load_state()

    def press(self, words: str) -> None:
        """Press the first button or link with these words and wait for the next page."""
        said = re.compile(f"^{re.escape(words)}")
        self.page.locator("main").locator("a, button:not([tabindex='-1'])").filter(
            has_text=said
        ).first.click()
        self.page.wait_for_load_state()

    def arrived(self) -> bool:
        """Tell whether we have the application now; its page is no page on the way."""
        expect(self.page.get_by_text("We have your application.")).to_be_visible()
        return "wyslane=1" in self.pages.pop()


def sent() -> Application:
    settle_outer_session()
    found = db.session.scalars(select(Application).order_by(Application.id.desc())).first()
    assert found is not None
    return found


def accepted(town: Town) -> Application:
    """Let the choir ask and get an answer, rules accepted, as it did last time."""
    rules.accept(town.regulation, town.anna, town.choir, "pl")
    return make_approved(town)


def test_a_leader_who_comes_back_needs_four_pages_and_hardly_a_field(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    before = accepted(town).id
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE) as page:
        walk = Walk(page)
        walk.enter()
        walk.press("Sign in and ask as last time")
        walk.fill("email", "anna@example.org")
        sign_in(page)
        walk.fields.append("password")
        walk.press("Go on")
        walk.press("Send the application")
        assert walk.arrived()
    assert sent().id != before
    assert len(walk.pages) <= MOST_PAGES, walk.pages
    assert len(walk.fields) <= MOST_FIELDS, walk.fields
    assert (len(walk.pages), len(walk.fields)) == (4, 2)


def test_a_first_application_needs_as_few_fields(town: Town, chromium: Chromium, live_server: str) -> None:
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE) as page:
        page.goto("/logowanie")
        sign_in(page)
        walk = Walk(page)
        walk.enter()
        walk.fill("data", days_ahead(14).isoformat())
        walk.fill("od", "17:00")
        walk.fill("do", "19:00")
        walk.press("Show what is free")
        walk.press("Choose")
        walk.press("Go on")
        walk.fill("title", "Próba chóru")
        walk.choose("activity", "music")
        walk.tick("accepts")
        walk.press("Send the application")
        assert walk.arrived()
    assert sent().booking.title == "Próba chóru"
    assert len(walk.pages) <= MOST_PAGES, walk.pages
    assert len(walk.fields) <= MOST_FIELDS, walk.fields


def describe(page: Page, hall: int) -> None:
    """Sign in and open the last page."""
    page.goto("/logowanie")
    sign_in(page)
    day = days_ahead(14).isoformat()
    page.goto(f"/wnioski/nowy/opis?data={day}&od=17:00&do=19:00&osob=20&sala={hall}&termin={day}")


def test_what_is_typed_is_saved_by_itself_and_is_there_after_closing_the_tab(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    hall = town.hall.id
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE) as page:
        describe(page, hall)
        status = page.locator("[data-said]")
        expect(status).to_have_text("")
        page.locator("[name=title]").fill("Próba chóru")
        expect(status).to_contain_text("Draft saved at")
        page.goto("about:blank")
        page.goto("/moje")
        page.get_by_role("link", name=re.compile("Finish it")).click()
        assert page.locator("[name=title]").input_value() == "Próba chóru"


def test_what_is_typed_in_the_last_moment_is_saved_when_the_page_is_left(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    hall = town.hall.id
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE) as page:
        describe(page, hall)
        page.locator("[name=title]").fill("Próba")
        page.goto("/moje")
        page.wait_for_timeout(300)
        page.goto("/moje")
        expect(page.get_by_text("Unfinished application")).to_be_visible()


def test_what_could_not_be_saved_is_not_called_saved(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    hall = town.hall.id
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE) as page:
        describe(page, hall)
        page.context.set_offline(True)
        page.locator("[name=title]").fill("Próba")
        expect(page.locator("[data-said]")).to_contain_text("Not saved just now")
        page.context.set_offline(False)
        page.locator("[name=title]").fill("Próba chóru")
        expect(page.locator("[data-said]")).to_contain_text("Draft saved at")


def test_back_to_the_dates_and_on_again_loses_nothing_without_script(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    hall = town.hall.id
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE, java_script_enabled=False) as page:
        describe(page, hall)
        page.locator("[name=title]").fill("Próba chóru")
        page.get_by_role("button", name="Dates (done)").click()
        assert page.locator("h1").inner_text() == "Check the dates"
        page.locator("main form button[type=submit]").first.click()
        assert page.locator("[name=title]").input_value() == "Próba chóru"
    settle_outer_session()
    assert len(db.session.scalars(select(ApplicationDraft)).all()) == 1


def test_the_last_day_of_a_series_is_asked_for_only_with_a_series(page: Page, town: Town) -> None:
    settle_outer_session()
    page.goto("/wnioski/nowy")
    until = page.locator("[name=do_dnia]")
    expect(until).to_be_hidden()
    page.locator("[name=co]").select_option("1")
    expect(until).to_be_visible()


def test_pieces_are_counted_with_the_thumb(page: Page, town: Town) -> None:
    name = f"s{town.chairs.id}"
    settle_outer_session()
    page.goto("/wnioski/nowy")
    page.locator("summary").filter(has_text=re.compile("sprzęt|equipment")).click()
    row = page.locator(f"li:has([name={name}])")
    more = row.get_by_role("button").last
    more.click()
    more.click()
    row.get_by_role("button").first.click()
    assert page.locator(f"[name={name}]").input_value() == "1"


@pytest.mark.parametrize("with_script", [True, False])
def test_enter_in_a_field_sends_and_never_leads_back(
    town: Town, chromium: Chromium, live_server: str, with_script: bool
) -> None:
    hall = town.hall.id
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE, java_script_enabled=with_script) as page:
        describe(page, hall)
        page.locator("[name=title]").fill("Próba chóru")
        page.locator("[name=title]").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("to correct")
        assert "/wnioski/nowy/opis" in page.url


def test_what_was_typed_first_never_arrives_after_what_was_typed_last(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    hall = town.hall.id
    settle_outer_session()
    with page_open(chromium, live_server, **PHONE) as page:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.clock.install()
        page.route("**/szkic?*", hold)
        describe(page, hall)
        for title in ("Pró", "Próba", "Próba chóru"):
            page.locator("[name=title]").fill(title)
            page.clock.run_for(2000)
            page.wait_for_timeout(100)
        assert len(held) == 1
        held[0].continue_()
        page.wait_for_timeout(300)
        assert len(held) == 2
        assert "title=Pr%C3%B3ba+ch%C3%B3ru" in (held[1].request.post_data or "")
        held[1].continue_()
        expect(page.locator("[data-said]")).to_contain_text("Draft saved at")
