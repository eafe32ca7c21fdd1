"""Asking as last time: what was asked for before, on the next days that can be had."""

from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mal.applications.models import Application
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import local_timespan
from tests.client import Browser
from tests.factories import days_ahead, evening, make_approved
from tests.sample_data import FIVE, PASSWORD, SEVEN, Town, make_town

WEEK = timedelta(weeks=1)

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def test_all_is_filled_in_and_sent_in_three_pages(browser: Browser, town: Town) -> None:
    last = make_approved(town, equipment=[(town.chairs, 12)], headcount=17)
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/moje")
    page = browser.follow("As last time")
    assert page.heading == "Check the dates"
    assert last.booking.title in page.text
    page = browser.submit(button="Go on")
    assert page.heading == "Is it as last time?"
    page = browser.submit(button="Send the application", accepts=True)
    assert "We have your application" in page.text
    sent = db.session.scalars(select(Application).order_by(Application.id.desc())).first()
    assert sent is not None
    again, before = sent.booking, last.booking
    assert (again.title, again.room_id, again.headcount, again.activity) == (
        before.title,
        before.room_id,
        17,
        before.activity,
    )
    assert [(line.equipment_id, line.quantity) for line in again.equipment] == [(town.chairs.id, 12)]
    assert again.occurrences[0].on_date == before.occurrences[0].on_date + WEEK


def test_a_day_that_is_taken_is_passed_over(browser: Browser, town: Town) -> None:
    last = make_approved(town)
    day = last.booking.occurrences[0].on_date
    make_approved(
        town, group=town.chess, applicant=town.bartek, spans=[local_timespan(day + WEEK, FIVE, SEVEN)]
    )
    browser.sign_in("anna@example.org", PASSWORD)
    page = browser.get("/wnioski/nowy", jak=last.id)
    assert f"data={(day + 2 * WEEK).isoformat()}" in page.address


def test_a_series_is_proposed_as_a_series(browser: Browser, town: Town) -> None:
    first = days_ahead(14)
    spans = [local_timespan(first + number * WEEK, FIVE, SEVEN) for number in range(3)]
    last = make_approved(town, spans=spans)
    browser.sign_in("anna@example.org", PASSWORD)
    page = browser.get("/wnioski/nowy", jak=last.id)
    assert len(page.all(".series__row")) == 3
    assert f"data={(first + 3 * WEEK).isoformat()}" in page.address


def test_where_its_room_is_gone_the_rooms_are_shown(browser: Browser, town: Town) -> None:
    last = make_approved(town)
    town.hall.retired_at = clock.now()
    db.session.commit()
    browser.sign_in("anna@example.org", PASSWORD)
    assert browser.get("/wnioski/nowy", jak=last.id).heading == "Choose a room"


def test_the_first_page_offers_it_to_who_has_asked_before(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    assert "As last time" not in browser.get("/wnioski/nowy").text
    make_approved(town)
    make_approved(town, spans=[evening(21)])
    make_approved(
        town, spans=[evening(21, time(10), time(12))], title="Koncert", room=town.studio, headcount=8
    )
    page = browser.get("/wnioski/nowy")
    offered = [row for row in page.texts(".again li") if "As last time" in row]
    assert [row.split(" Tu")[0].split(" ")[0] for row in offered] == ["Koncert", "Próba"]
    assert browser.follow("As last time : Koncert").heading == "Check the dates"


def test_a_stranger_signs_in_and_goes_straight_on(browser: Browser, town: Town) -> None:
    make_approved(town)
    browser.get("/wnioski/nowy")
    browser.follow("Sign in and ask as last time")
    page = browser.submit(email="anna@example.org", password=PASSWORD)
    assert page.heading == "Check the dates"


def test_who_has_not_asked_before_starts_at_the_beginning(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    assert browser.get("/wnioski/nowy", jak="ostatnio").heading == "When do you want to meet?"
