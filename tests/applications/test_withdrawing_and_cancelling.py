"""Taking back what waits, giving up what was given."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.applications import service
from mal.applications.errors import NothingChosen
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.errors import ResourceTaken
from mal.bookings.models import Allocation, BookingEvent
from mal.bookings.states import DateState, Step
from mal.shared import clock
from mal.shared.database import db
from tests.client import Browser
from tests.factories import evening, make_application, make_approved
from tests.fixed_clock import Freeze
from tests.sample_data import PASSWORD, Town, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def held() -> int:
    """Count what is held."""
    return db.session.scalar(select(func.count()).select_from(Allocation)) or 0


def test_a_leader_withdraws_what_waits(browser: Browser, town: Town) -> None:
    application = make_application(town)
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("applications.show", application_id=application.id)
    page = browser.submit(button="Withdraw the application")
    assert "withdrawn" in page.text
    assert application.state is ApplicationState.WITHDRAWN
    assert [o.state for o in application.booking.occurrences] == [DateState.WITHDRAWN]


def test_what_is_already_answered_cannot_be_withdrawn(browser: Browser, town: Town) -> None:
    application = make_application(town)
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("applications.show", application_id=application.id)
    service.approve(application, by=town.ewa)
    page = browser.submit(button="Withdraw the application")
    assert "already answered" in page.text
    assert application.state is ApplicationState.APPROVED


def test_cancelling_one_date_frees_it_and_leaves_its_siblings(browser: Browser, town: Town) -> None:
    application = make_approved(town, spans=[evening(14), evening(21)])
    first, second = application.booking.occurrences
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("applications.show", application_id=application.id)
    page = browser.submit(
        button="Cancel the ticked dates", dates=[first.id], reason="leader_ill", note="Przepraszamy"
    )
    assert "free again" in page.text
    assert "The person who leads is ill – Przepraszamy" in page.text
    assert (first.state, second.state) == (DateState.CANCELLED, DateState.PLANNED)
    assert first.sequence == 2
    assert held() == 1
    cancelled = db.session.scalars(select(BookingEvent).where(BookingEvent.step == Step.CANCEL)).one()
    assert [date.occurrence_id for date in cancelled.dates] == [first.id]


def test_cancelling_without_a_date_says_so(browser: Browser, town: Town) -> None:
    application = make_approved(town)
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("applications.show", application_id=application.id)
    page = browser.submit(button="Cancel the ticked dates", expecting=409)
    assert "Choose at least one date" in page.text
    assert held() == 1


@pytest.mark.parametrize("junk", ["abc", "-1", "9" * 30, "0"])
def test_dates_that_are_not_there_are_not_cancelled(browser: Browser, town: Town, junk: str) -> None:
    application = make_approved(town)
    browser.sign_in("anna@example.org", PASSWORD)
    page = browser.get("applications.show", application_id=application.id)
    token = page.one("main form [name=csrf_token]")["value"]
    address = f"/wnioski/{application.id}/odwolaj"
    answer = browser.client.post(address, data={"csrf_token": token, "dates": junk, "reason": "other"})
    assert answer.status_code == 409
    assert held() == 1


def test_dates_of_another_group_cannot_be_cancelled_through_one_s_own(browser: Browser, town: Town) -> None:
    mine = make_approved(town)
    theirs = make_approved(town, group=town.chess, applicant=town.bartek, room=town.studio, headcount=4)
    browser.sign_in("anna@example.org", PASSWORD)
    page = browser.get("applications.show", application_id=mine.id)
    token = page.one("main form [name=csrf_token]")["value"]
    data = {"csrf_token": token, "dates": theirs.booking.occurrences[0].id, "reason": "other"}
    assert browser.client.post(f"/wnioski/{mine.id}/odwolaj", data=data).status_code == 409
    assert held() == 2


def test_a_date_that_has_begun_cannot_be_cancelled(town: Town) -> None:
    application = make_approved(town)
    date = application.booking.occurrences[0]
    with clock.at(date.starts_at), pytest.raises(NothingChosen):
        service.cancel_dates(application, [date.id], by=town.anna)


def test_the_group_s_own_calendar_is_told_of_each_step(town: Town) -> None:
    versions = [town.choir.feed_version]
    application = make_application(town)
    steps: tuple[Callable[[], object], ...] = (
        lambda: service.approve(application, by=town.ewa),
        lambda: service.cancel_dates(
            application, [o.id for o in application.booking.occurrences], by=town.anna
        ),
    )
    for step in steps:
        db.session.refresh(town.choir)
        versions.append(town.choir.feed_version)
        step()
        db.session.commit()
    db.session.refresh(town.choir)
    versions.append(town.choir.feed_version)
    assert versions == sorted(set(versions))


def test_two_waiting_for_the_same_time_are_not_both_confirmed(town: Town) -> None:
    first = make_application(town)
    second = make_application(town, group=town.chess, applicant=town.bartek)
    service.approve(first, by=town.celina)
    db.session.commit()
    with pytest.raises(ResourceTaken) as refused:
        service.approve(second, by=town.celina)
    assert refused.value.clashes
    db.session.rollback()
    assert second.state is ApplicationState.WAITING
    assert db.session.scalar(select(func.count()).select_from(Application)) == 2


def test_dates_that_have_passed_are_folded_away_from_those_to_come(
    browser: Browser, town: Town, freeze: Freeze
) -> None:
    application = make_approved(town, spans=[evening(14), evening(21)])
    first, second = application.booking.occurrences
    first.state = DateState.TOOK_PLACE
    db.session.commit()
    later, left = first.ends_at, second.id
    freeze(later)
    browser.sign_in("anna@example.org", PASSWORD)
    page = browser.get("applications.show", application_id=application.id)
    folded = page.all("details.more")[0]
    assert folded.get_text(" ", strip=True).startswith("Days gone by: 1")
    assert not folded.has_attr("open")
    assert [str(box["value"]) for box in page.all("[name=dates]")] == [str(left)]
