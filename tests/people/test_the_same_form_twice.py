"""A second tap on the button, where a form has no key of its own: one group, one version of the rules."""

from datetime import date
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.people.models import Group
from mal.regulations.models import Regulation
from mal.shared.database import db
from tests.cast import PASSWORD, Town, make_town
from tests.factories import days_ahead
from tests.pages import Browser, filled_in


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def sent_twice(browser: Browser, selector: str, **fields: object) -> None:
    """Send the form of this page as it is filled in, twice."""
    assert browser.page is not None
    form = browser.page.one(selector)
    body = urlencode(filled_in(form, fields, None), doseq=True)
    for _tap in range(2):
        answer = browser.client.post(
            browser.page.address, data=body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 303
    db.session.rollback()


def test_a_group_is_founded_once(browser: Browser, town: Town) -> None:
    browser.sign_in(town.anna.email, PASSWORD).get("people.new_group")
    sent_twice(browser, "main form", kind="informal", name="Szydełko", members="7")
    founded = select(func.count()).select_from(Group).where(Group.name == "Szydełko")
    assert db.session.scalar(founded) == 1


def test_another_group_of_the_same_name_is_another_group(browser: Browser, town: Town) -> None:
    browser.sign_in(town.anna.email, PASSWORD).get("people.new_group")
    sent_twice(browser, "main form", kind="informal", name="Szydełko", members="7")
    sent_twice(browser, "main form", kind="informal", name="Szydełko", members="8")
    founded = select(func.count()).select_from(Group).where(Group.name == "Szydełko")
    assert db.session.scalar(founded) == 2


def test_a_version_is_published_once(browser: Browser, town: Town) -> None:
    browser.sign_in(town.ewa.email, PASSWORD).get("regulations.publish")
    day: date = days_ahead(30)
    sent_twice(browser, "main form", title="Regulamin 2", body="Nowe.", effective_on=day.isoformat())
    assert db.session.scalar(select(func.count()).select_from(Regulation)) == 2
