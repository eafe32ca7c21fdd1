"""When the session ends while someone types, nothing of it is lost."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mal.applications.models import Application, ApplicationDraft
from mal.people.models import UserSession
from mal.shared import clock
from mal.shared.database import db
from tests.applications.asking_steps import DETAILS, describe
from tests.client import Browser, Page
from tests.sample_data import PASSWORD, Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def type_for_too_long(browser: Browser, town: Town, button: str = "Send the application") -> Page:
    """Send what was typed after the session has ended."""
    describe(browser, town)
    db.session.execute(update(UserSession).values(ends_at=clock.now() - timedelta(minutes=1)))
    db.session.commit()
    return browser.submit(button=button, expecting=401, **DETAILS)


@pytest.mark.parametrize("button", ["Send the application", "Save and finish later"])
def test_who_signs_in_again_finds_all_that_was_typed_and_can_send_it(
    browser: Browser, town: Town, button: str
) -> None:
    page = type_for_too_long(browser, town, button)
    assert page.heading == "Sign in once more"
    assert db.session.scalar(select(func.count()).select_from(ApplicationDraft)) == 0
    page = browser.submit(button="Sign in and go on", email="anna@example.org", password=PASSWORD)
    assert page.heading == "What will you do?"
    assert page.one("[name=title]")["value"] == "Próba chóru"
    browser.submit(button="Send the application", accepts=True)
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1


def test_a_wrong_password_opens_nothing_and_loses_nothing(browser: Browser, town: Town) -> None:
    type_for_too_long(browser, town)
    page = browser.submit(
        button="Sign in and go on", email="anna@example.org", password="wrong", expecting=401
    )
    assert "do not match" in page.text
    assert page.one("[name=title]")["value"] == "Próba chóru"
    assert db.session.scalar(select(func.count()).select_from(ApplicationDraft)) == 0


def test_the_page_that_saves_by_itself_is_told_that_it_could_not(browser: Browser, town: Town) -> None:
    page = describe(browser, town)
    db.session.execute(update(UserSession).values(ends_at=clock.now() - timedelta(minutes=1)))
    db.session.commit()
    sent = {"csrf_token": page.one("main [name=csrf_token]")["value"], "title": "Próba"}
    address = str(page.one("form[data-saves]")["data-saves"])
    answer = browser.client.post(address, data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 401


def test_who_signs_in_again_to_send_what_is_with_us_already_is_signed_in_and_told(
    browser: Browser, town: Town
) -> None:
    left_open = describe(browser, town)
    browser.submit(button="Send the application", **DETAILS)
    db.session.execute(update(UserSession).values(ends_at=clock.now() - timedelta(minutes=1)))
    db.session.commit()
    browser.page = left_open
    browser.submit(button="Send the application", expecting=401, **DETAILS)
    page = browser.submit(button="Sign in and go on", email="anna@example.org", password=PASSWORD)
    assert page.heading == "My meetings"
    assert "has been sent already" in page.text
    assert db.session.scalar(select(func.count()).select_from(ApplicationDraft)) == 0
