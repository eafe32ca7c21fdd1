"""The way from the front door to "we have your application", as people really go it."""

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy import select

from mal.applications.models import Application
from mal.shared.database import db
from tests.chromium import page_open
from tests.client import settle_outer_session
from tests.factories import days_ahead
from tests.sample_data import PASSWORD, Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def sent() -> Application:
    """Read the only application."""
    settle_outer_session()
    return db.session.scalars(select(Application)).one()


def sign_in(page: Page) -> None:
    """Sign in where the way leads to it."""
    page.get_by_label("E-mail").fill("anna@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def test_a_newcomer_asks_on_a_phone_with_script_switched_off(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    hall = town.hall.id
    settle_outer_session()
    phone = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
    with page_open(chromium, live_server, **phone) as page:
        page.goto("/")
        page.locator("main a[href^='/wnioski/nowy']").first.click()
        page.locator("[name=data]").fill(days_ahead(14).isoformat())
        page.locator("[name=od]").fill("17:00")
        page.locator("[name=do]").fill("19:00")
        page.locator("[name=osob]").fill("20")
        page.locator("main button[type=submit]").click()
        page.locator(f"a[href*='sala={hall}']").first.click()
        page.locator("main button[type=submit]").first.click()
        sign_in(page)
        page.locator("[name=title]").fill("Próba chóru")
        page.locator("[name=activity]").select_option("music")
        page.locator("[name=audience][value=seniors]").check()
        page.locator("[name=accepts]").check()
        page.locator("main form[method=post] button[type=submit]").first.click()
        assert page.locator("h1").inner_text() == "Próba chóru"
    assert sent().booking.title == "Próba chóru"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what is looked for, as one does without a mouse."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_a_leader_asks_with_the_keyboard_alone(town: Town, page: Page) -> None:
    hall = town.hall.id
    settle_outer_session()
    page.goto("/logowanie")
    tab_to(page, "[name=email]")
    page.keyboard.type("anna@example.org")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/moje")
    day = days_ahead(14).isoformat()
    page.goto(f"/wnioski/nowy?data={day}&od=17:00&do=19:00")
    tab_to(page, "[name=osob]")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wnioski/nowy/sale*")
    tab_to(page, f"a[href*='sala={hall}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wnioski/nowy/terminy*")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wnioski/nowy/opis*")
    tab_to(page, "[name=title]")
    page.keyboard.type("Próba chóru")
    tab_to(page, "[name=activity]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=accepts]")
    page.keyboard.press("Space")
    tab_to(page, "main form[method=post] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wnioski/*wyslane=1")
    assert sent().booking.title == "Próba chóru"
