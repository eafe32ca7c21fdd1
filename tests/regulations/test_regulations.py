"""Versions of the Regulamin are published, read and accepted."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.regulations import queries, service
from mal.regulations.models import Acceptance, Regulation
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.database import db
from tests.client import Browser, Values
from tests.sample_data import PASSWORD, Town, make_town

NEW: Values = {
    "title": "Regulamin MAL 2",
    "body": "## § 1. O czym\n\nNowe **zasady**. <script>alert(1)</script> [x](javascript:alert(1))",
    "change_note": "Dłuższe spotkania.",
    "longest_hours": 5,
}


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def test_a_published_version_takes_effect_on_its_day(browser: Browser, town: Town) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    browser.sign_in("ewa@example.org", PASSWORD)
    browser.get("/praca/regulamin/nowy")
    page = browser.submit(button="Publish", **NEW, effective_on=tomorrow.isoformat())
    assert page.heading == "Regulamin MAL 2"
    assert "announced" in page.text
    assert queries.get_regulation_in_force(clock.today()) == town.regulation
    new = queries.get_regulation_in_force(tomorrow)
    assert new is not None
    assert new.policy.longest_minutes == 300
    assert queries.get_policy(clock.today()).longest_minutes == 720


def test_a_preview_publishes_nothing_and_keeps_the_values(browser: Browser, town: Town) -> None:
    browser.sign_in("ewa@example.org", PASSWORD)
    browser.get("/praca/regulamin/nowy")
    page = browser.submit(button="See how it will read", **NEW, effective_on=clock.today().isoformat())
    assert page.texts("article strong") == ["zasady"]
    assert not page.all("article script")
    assert not page.all("article a")
    assert page.one("[name=change_note]").get_text().strip() == "Dłuższe spotkania."
    assert db.session.scalar(select(func.count()).select_from(Regulation)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("effective_on", "2001-01-01"),
        ("effective_on", "jutro"),
        ("effective_on", ""),
        ("title", ""),
        ("body", ""),
        ("longest_hours", "0"),
        ("longest_hours", "25"),
        ("horizon_days", "pół roku"),
    ],
)
def test_an_invalid_version_is_not_published(browser: Browser, town: Town, field: str, value: str) -> None:
    browser.sign_in("ewa@example.org", PASSWORD)
    browser.get("/praca/regulamin/nowy")
    values = {**NEW, "effective_on": clock.today().isoformat(), field: value}
    page = browser.submit(button="Publish", **values, expecting=422)
    assert field in page.errors()
    assert db.session.scalar(select(func.count()).select_from(Regulation)) == 1


def test_each_version_has_a_permanent_address(browser: Browser, town: Town) -> None:
    assert browser.get("/regulamin/1").heading == "Regulamin"
    assert browser.get("/regulamin").heading == "Regulamin"
    browser.get("/regulamin/99", expecting=404)
    browser.get("/regulamin/99999999999999", expecting=404)


def test_before_any_version_is_published_the_page_says_so(browser: Browser, in_app: Flask) -> None:
    assert "No rules" in browser.get("/regulamin").text


def test_accepting_twice_records_one_acceptance_with_the_hash_of_the_text(town: Town) -> None:
    first = service.accept(town.regulation, town.anna, town.choir, "pl")
    again = service.accept(town.regulation, town.anna, town.choir, "pl")
    assert again is first
    assert first.text_hash == town.regulation.text_hash
    assert db.session.scalar(select(func.count()).select_from(Acceptance)) == 1


def test_the_coordinator_sees_who_accepted_a_version(browser: Browser, town: Town) -> None:
    service.accept(town.regulation, town.anna, town.choir, "pl")
    browser.sign_in("ewa@example.org", PASSWORD)
    page = browser.get("regulations_admin.acceptances", number=1)
    assert "anna@example.org" in page.text
    assert "Chór Sąsiedzki" in page.text


def test_numbers_that_an_older_version_did_not_set_have_their_default() -> None:
    assert Policy.from_numbers({"longest_minutes": 60, "unknown": 1}) == Policy(longest_minutes=60)
