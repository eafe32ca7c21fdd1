"""A meeting until midnight ends at 24:00 wherever its group reads it."""

from datetime import time

import pytest
from flask import Flask
from sqlalchemy import update

from mal.places.models import OpeningHours
from mal.shared.database import db
from mal.shared.timespan import MINUTES_A_DAY, Timespan
from tests.applications.asking_steps import choose, describe, wish
from tests.client import Browser
from tests.factories import evening, make_application, make_approved
from tests.sample_data import PASSWORD, Town, make_town

LATE = "20:00–24:00"

# How an hour is written does not depend on the database.
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def until_midnight(days: int) -> Timespan:
    """Return an evening so many days ahead, from 20:00 to the end of the day."""
    return evening(days, time(20), time())


@pytest.fixture
def town(in_app: Flask) -> Town:
    """The sample data, with sites that are open until midnight."""
    made = make_town()
    db.session.execute(update(OpeningHours).values(closes=MINUTES_A_DAY))
    db.session.commit()
    return made


def test_in_the_list_of_what_is_coming(browser: Browser, town: Town) -> None:
    make_approved(town, spans=[until_midnight(14)])
    assert LATE in browser.sign_in("anna@example.org", PASSWORD).get("applications.mine").text


def test_beside_a_date_that_waits_and_one_that_can_be_cancelled(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    for application in (
        make_application(town, spans=[until_midnight(14)]),
        make_approved(town, spans=[until_midnight(21)]),
    ):
        page = browser.get("applications.show", application_id=application.id)
        assert LATE in page.text
        assert "00:00" not in page.text


def test_on_the_pages_of_asking(browser: Browser, town: Town) -> None:
    assert LATE in choose(browser, town, od="20:00", do="24:00").text
    assert LATE in describe(browser, town, od="20:00", do="24:00").text


def test_in_what_stands_against_a_date(browser: Browser, town: Town) -> None:
    make_approved(town, spans=[until_midnight(14)], title="Szachy")
    browser.get("/wnioski/nowy")
    page = browser.submit("form[action='/wnioski/nowy/sale']", **wish(od="21:00", do="22:00"))
    assert f"The room is taken {LATE}" in page.text
