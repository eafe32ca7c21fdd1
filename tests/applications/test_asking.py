"""Asking for a room, page by page, as a leader does."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Allocation, BookingEvent, Visibility
from mal.bookings.states import DateState, Step
from mal.regulations.models import Acceptance
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.database import db
from mal.shared.text import clean_line
from tests.applications.asking_steps import DETAILS, choose, wish
from tests.client import Browser, Page, Values
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.sample_data import PASSWORD, Town, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def test_a_leader_asks_in_four_pages_and_hears_by_when_she_gets_an_answer(
    browser: Browser, town: Town
) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    choose(browser, town)
    browser.submit(button="Go on")
    page = browser.submit(button="Send the application", **DETAILS)
    assert page.heading == "Próba chóru"
    assert "We will answer by" in page.text
    application = db.session.scalars(select(Application)).one()
    assert application.state is ApplicationState.WAITING
    assert [o.state for o in application.booking.occurrences] == [DateState.ASKED]
    assert [event.step for event in db.session.scalars(select(BookingEvent))] == [Step.SUBMIT]
    assert db.session.scalar(select(func.count()).select_from(Allocation)) == 0


def test_a_stranger_sees_what_is_free_and_signs_in_only_to_send(browser: Browser, town: Town) -> None:
    choose(browser, town)
    page = browser.submit(button="Go on")
    assert page.heading == "Sign in"
    page = browser.submit(email="anna@example.org", password=PASSWORD)
    assert page.heading == "What will you do?"


def test_the_rules_in_force_are_accepted_once(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    choose(browser, town)
    browser.submit(button="Go on")
    page = browser.submit(button="Send the application", **{**DETAILS, "accepts": False}, expecting=422)
    assert "accept the rules" in page.errors()["accepts"]
    browser.submit(button="Send the application", **DETAILS)
    kept = db.session.scalars(select(Acceptance)).one()
    assert (kept.account_id, kept.group_id, kept.text_hash) == (
        town.anna.id,
        town.choir.id,
        town.regulation.text_hash,
    )
    choose(browser, town, data=days_ahead(21).isoformat())
    page = browser.submit(button="Go on")
    assert not page.all("[name=accepts]")


def test_a_series_is_shown_date_by_date_and_only_ticked_dates_are_sent(browser: Browser, town: Town) -> None:
    first = days_ahead(14)
    taken = make_approved(town, group=town.chess, applicant=town.bartek, title="Turniej", spans=[evening(14)])
    browser.sign_in("anna@example.org", PASSWORD)
    until = first + timedelta(weeks=3)
    page = choose(browser, town, co="1", do_dnia=until.isoformat())
    rows = page.texts(".series__row")
    assert len(rows) == 4
    assert "Turniej" in rows[0]
    assert "Instead:" in page.text or "17:00" in rows[0]
    offered = [str(box["value"]) for box in page.all("input[name=termin]:not([disabled])")]
    assert first.isoformat() not in offered
    browser.submit(button="Go on with the ticked dates", termin=offered[1:])
    browser.submit(button="Send the application", **DETAILS)
    application = db.session.scalars(select(Application).where(Application.id != taken.id)).one()
    assert [o.on_date.isoformat() for o in application.booking.occurrences] == offered[1:]


def test_a_confidential_meeting_in_the_way_is_named_by_nobody(browser: Browser, town: Town) -> None:
    make_approved(
        town, group=town.chess, applicant=town.bartek, title="Tajne", visibility=Visibility.CONFIDENTIAL
    )
    page = choose_taken(browser, town)
    assert "Tajne" not in page.body
    assert "The room is taken" in page.text


def choose_taken(browser: Browser, town: Town) -> Page:
    """Look at the dates of a hall that is taken."""
    return browser.get("/wnioski/nowy/terminy", sala=town.hall.id, **wish())


def test_when_someone_is_quicker_the_page_says_so_and_keeps_what_was_typed(
    browser: Browser, town: Town
) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    choose(browser, town)
    browser.submit(button="Go on")
    make_approved(town, group=town.chess, applicant=town.bartek, title="Turniej")
    page = browser.submit(button="Send the application", **DETAILS, expecting=409)
    assert "Nothing was sent" in page.text
    assert page.one("[name=title]")["value"] == "Próba chóru"
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1


def test_the_same_form_sent_twice_makes_one_application(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    choose(browser, town)
    form = browser.submit(button="Go on")
    first = browser.submit(button="Send the application", **DETAILS)
    browser.page = form
    second = browser.submit(button="Send the application", **DETAILS)
    assert first.address == second.address
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"data": ""}, "data"),
        ({"data": "31.02.2027"}, "data"),
        ({"data": "0001-01-01"}, "data"),
        ({"od": "25:00"}, "od"),
        ({"od": "siedemnasta"}, "od"),
        ({"do": "16:00"}, "do"),
        ({"do": "17:00"}, "do"),
        ({"osob": "0"}, "osob"),
        ({"osob": "-3"}, "osob"),
        ({"osob": "9" * 40}, "osob"),
        ({"osob": "\x00"}, "osob"),
        ({"co": "1", "do_dnia": ""}, "do_dnia"),
        ({"co": "1", "do_dnia": "2001-01-01"}, "do_dnia"),
        ({"co": "1", "do_dnia": "2099-01-01"}, "do_dnia"),
        ({"co": "99"}, "co"),
    ],
)
def test_a_wish_that_cannot_be_read_is_answered_beside_its_field(
    browser: Browser, town: Town, changes: dict[str, str], field: str
) -> None:
    page = browser.get("/wnioski/nowy/sale", **wish(**changes), expecting=422)
    assert page.errors()[field]
    assert page.one("[name=osob]")["value"] == clean_line(str(changes.get("osob", 20)))


def test_more_pieces_than_there_are_is_answered_beside_the_thing(browser: Browser, town: Town) -> None:
    name = f"s{town.projector.id}"
    page = browser.get("/wnioski/nowy/sale", **wish(**{name: 4}), expecting=422)
    assert "3" in page.errors()[name]
    page = browser.get("/wnioski/nowy/sale", **wish(**{name: "dużo"}), expecting=422)
    assert page.errors()[name]


def test_the_hour_that_the_spring_skips_is_said_and_not_a_crash(browser: Browser, town: Town) -> None:
    page = browser.get("/wnioski/nowy/sale", **wish(data="2027-03-28", od="02:30", do="03:30"), expecting=422)
    assert "skip" in page.errors()["od"]


@pytest.mark.parametrize("room", ["", "0", "abc", "-1", "999999", "99999999999999999999"])
def test_an_address_with_no_such_room_is_not_found(browser: Browser, town: Town, room: str) -> None:
    browser.get("/wnioski/nowy/terminy", sala=room, **wish(), expecting=404)


def test_nobody_asks_in_the_name_of_another_group(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    choose(browser, town)
    page = browser.submit(button="Go on")
    token = page.one("form[method=post] [name=form_key]")["value"]
    data: Values = {
        "csrf_token": page.one("main [name=csrf_token]")["value"],
        "form_key": token,
        "group": town.chess.id,
        **DETAILS,
        "accepts": "y",
    }
    answer = browser.client.post(page.address, data=data)
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0


def test_a_confidential_meeting_is_offered_only_where_the_room_allows_it(
    browser: Browser, town: Town
) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    choose(browser, town)
    page = browser.submit(button="Go on")
    assert {str(box["value"]) for box in page.all("[name=visibility]")} == {"open", "closed"}
    browser.get("/wnioski/nowy/terminy", sala=town.quiet_room.id, **wish(osob=3))
    page = browser.submit(button="Go on")
    assert "confidential" in {str(box["value"]) for box in page.all("[name=visibility]")}


def test_someone_else_s_application_is_no_pattern(browser: Browser, town: Town) -> None:
    theirs = make_approved(town, group=town.chess, applicant=town.bartek)
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/wnioski/nowy", jak=theirs.id, expecting=403)


def test_days_that_may_not_be_asked_for_say_why(browser: Browser, in_app: Flask) -> None:

    town = make_town(Policy())
    tomorrow, far = clock.today() + timedelta(days=1), clock.today() + timedelta(days=90)
    page = browser.get("/wnioski/nowy/terminy", sala=town.hall.id, **wish(data=tomorrow.isoformat()))
    assert "Too soon" in page.text
    page = browser.get("/wnioski/nowy/terminy", sala=town.hall.id, **wish(data=far.isoformat()))
    assert "Too far ahead" in page.text
    long = wish(od="10:00", do="15:00")
    assert (
        "One meeting may last up to 4 hours"
        in browser.get("/wnioski/nowy/terminy", sala=town.hall.id, **long).text
    )


def test_the_weekly_limit_counts_what_the_group_already_asked_for(browser: Browser, in_app: Flask) -> None:

    town = make_town(Policy(weekly_minutes=180, notice_working_days=0))
    make_application(town, room=town.studio)
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/wnioski/nowy/terminy", sala=town.hall.id, **wish())
    browser.submit(button="Go on")
    page = browser.submit(button="Send the application", **DETAILS, expecting=409)
    assert "more than 3 hours" in page.text
