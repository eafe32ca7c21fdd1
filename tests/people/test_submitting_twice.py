"""A form without a key of its own, submitted twice, creates one group or one version of the regulations."""

from datetime import date
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.people.models import Group
from mal.regulations.models import Regulation
from mal.shared.database import db
from tests.client import Browser, filled_in
from tests.factories import days_ahead
from tests.sample_data import PASSWORD, Town, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def submit_twice(browser: Browser, selector: str, **fields: object) -> None:
    """Submit the form of the open page twice with the same values."""
    assert browser.page is not None
    form = browser.page.one(selector)
    body = urlencode(filled_in(form, fields, None), doseq=True)
    for _attempt in range(2):
        answer = browser.client.post(
            browser.page.address, data=body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 303
    db.session.rollback()


def test_submitting_a_new_group_twice_creates_one_group(browser: Browser, town: Town) -> None:
    browser.sign_in(town.anna.email, PASSWORD).get("groups.new")
    submit_twice(browser, "main form", kind="informal", name="Szydełko", members="7")
    groups = select(func.count()).select_from(Group).where(Group.name == "Szydełko")
    assert db.session.scalar(groups) == 1


def test_a_different_group_of_the_same_name_is_created(browser: Browser, town: Town) -> None:
    browser.sign_in(town.anna.email, PASSWORD).get("groups.new")
    submit_twice(browser, "main form", kind="informal", name="Szydełko", members="7")
    submit_twice(browser, "main form", kind="informal", name="Szydełko", members="8")
    groups = select(func.count()).select_from(Group).where(Group.name == "Szydełko")
    assert db.session.scalar(groups) == 2


def test_submitting_a_regulation_twice_publishes_one_version(browser: Browser, town: Town) -> None:
    browser.sign_in(town.ewa.email, PASSWORD).get("regulations_admin.new")
    day: date = days_ahead(30)
    submit_twice(browser, "main form", title="Regulamin 2", body="Nowe.", effective_on=day.isoformat())
    assert db.session.scalar(select(func.count()).select_from(Regulation)) == 2
