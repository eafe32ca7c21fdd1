"""After a meeting the leader or the staff tell how many people came."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from mal.applications import service as applications
from mal.bookings.models import BookingEvent, Occurrence
from mal.bookings.states import DateState, Step
from mal.monitoring import queries, service
from mal.monitoring.models import UsageCard
from mal.monitoring.usage_card import MOST_PEOPLE, Card, Fault
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.client import Browser
from tests.factories import days_ago, make_application, make_approved, make_past
from tests.sample_data import PASSWORD, make_town


def card_of(occurrence_id: int) -> UsageCard:
    kept = queries.card(occurrence_id)
    assert kept is not None
    return kept


def state_of(occurrence_id: int) -> DateState:
    occurrence = db.session.get(Occurrence, occurrence_id, populate_existing=True)
    assert occurrence is not None
    return occurrence.state


def nothing_is_kept(occurrence_id: int, state: DateState = DateState.PLANNED) -> bool:
    return queries.card(occurrence_id) is None and state_of(occurrence_id) is state


def test_the_leader_tells_how_many_came(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_past(town)[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    browser.submit(
        took_place="yes", headcount=18, age_13_17=3, age_60_plus=12, note="Ćwiczyłyśmy kolędy. Zimno!"
    )
    kept = card_of(date.id)
    assert (kept.took_place, kept.headcount, kept.age_13_17, kept.age_60_plus) == (True, 18, 3, 12)
    assert (kept.age_0_5, kept.age_6_12, kept.age_18_59) == (None, None, None)
    assert kept.note == "Ćwiczyłyśmy kolędy. Zimno!"
    assert kept.filled_by_id == town.anna.id
    assert state_of(date.id) is DateState.TOOK_PLACE


def test_the_card_leaves_an_event_with_the_date_and_who_told(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    first, second = make_past(town, days_ago(9), days_ago(2))
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=first.id)
    browser.submit(took_place="yes", headcount=18)
    event = db.session.query(BookingEvent).order_by(BookingEvent.id.desc()).first()
    assert event is not None
    assert (event.step, event.actor_id) == (Step.CONFIRM_USE, town.anna.id)
    assert [each.occurrence_id for each in event.dates] == [first.id]
    assert nothing_is_kept(second.id)


def test_staff_of_the_place_fill_it_in_too(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_past(town)[0]
    browser.sign_in("celina@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    browser.submit(took_place="yes", headcount=5)
    assert card_of(date.id).filled_by_id == town.celina.id


def test_a_meeting_that_nobody_came_to_is_told_without_numbers(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("celina@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    browser.submit(took_place="no")
    kept = card_of(date.id)
    assert (kept.took_place, kept.headcount, kept.age_60_plus) == (False, 0, None)
    assert state_of(date.id) is DateState.NO_SHOW


def test_the_card_opens_when_the_meeting_has_begun(in_app: Flask, browser: Browser) -> None:
    now = clock.now()
    date = make_past(make_town(), Timespan(now - timedelta(minutes=1), now + timedelta(hours=1)))[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    browser.submit(took_place="yes", headcount=7)
    assert card_of(date.id).headcount == 7


@pytest.mark.parametrize("name", ["bartek", "daniel"])
def test_another_group_and_staff_of_another_place_may_not(in_app: Flask, browser: Browser, name: str) -> None:
    date = make_past(make_town())[0]
    browser.sign_in(f"{name}@example.org", PASSWORD)
    browser.get("monitoring.card", occurrence_id=date.id, expecting=403)
    assert nothing_is_kept(date.id)


def test_a_stranger_is_asked_to_sign_in(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    page = browser.get("monitoring.card", occurrence_id=date.id)
    assert page.address.startswith("/logowanie?next=")
    assert nothing_is_kept(date.id)


def test_a_date_that_does_not_exist_has_no_card(in_app: Flask, browser: Browser) -> None:
    make_town()
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/terminy/999999/karta", expecting=404)
    browser.get("/terminy/99999999999999999999/karta", expecting=404)


def test_before_the_meeting_the_page_says_to_come_back(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_approved(town).booking.occurrences[0]
    page = browser.sign_in("anna@example.org", PASSWORD).get(
        "monitoring.card", occurrence_id=date.id, expecting=409
    )
    assert str(service.TooEarly()) in page.text
    assert page.all("form [name=headcount]") == []


def test_a_date_without_a_yes_or_given_up_has_no_card(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    asked = make_application(town, spans=[days_ago(2)])
    refused = make_application(town, spans=[days_ago(3)])
    applications.refuse(refused, by=town.ewa, reason="slot_taken")
    cancelled = make_approved(town, spans=[days_ago(4)])
    with clock.at(days_ago(5).start):
        applications.cancel_dates(cancelled, [cancelled.booking.occurrences[0].id], by=town.anna)
    db.session.commit()
    browser.sign_in("anna@example.org", PASSWORD)
    for application, state in (
        (asked, DateState.ASKED),
        (refused, DateState.REFUSED),
        (cancelled, DateState.CANCELLED),
    ):
        occurrence_id = application.booking.occurrences[0].id
        page = browser.get("monitoring.card", occurrence_id=occurrence_id, expecting=409)
        assert str(service.NO_CARD[state]) in page.text
        assert nothing_is_kept(occurrence_id, state)


def test_a_date_cancelled_while_the_card_was_open_keeps_nothing(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    application = make_approved(town, spans=[days_ago(2)])
    date = application.booking.occurrences[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    with clock.at(days_ago(3).start):
        applications.cancel_dates(application, [date.id], by=town.ewa)
    db.session.commit()
    page = browser.submit(took_place="yes", headcount=18, expecting=409)
    assert str(service.NO_CARD[DateState.CANCELLED]) in page.text
    assert nothing_is_kept(date.id, DateState.CANCELLED)


WRONG: dict[str, tuple[dict[str, Any], Fault]] = {
    "ages over the head count": ({"headcount": 5, "age_6_12": 3, "age_60_plus": 3}, Fault.BANDS_OVER),
    "nobody at a meeting that took place": ({"headcount": 0}, Fault.NOBODY_CAME),
    "no head count": ({"headcount": ""}, Fault.NOBODY_CAME),
    "people at a meeting that did not": ({"took_place": "no", "headcount": 5}, Fault.SOMEBODY_CAME),
    "ages at a meeting that did not": ({"took_place": "no", "age_60_plus": 5}, Fault.SOMEBODY_CAME),
}


@pytest.mark.parametrize("what", WRONG)
def test_numbers_that_contradict_one_another_are_asked_about(
    in_app: Flask, browser: Browser, what: str
) -> None:
    fields, fault = WRONG[what]
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    sent: dict[str, Any] = {"took_place": "yes", "note": "To zostaje.", **fields}
    page = browser.submit(**sent, expecting=422)
    assert str(service.FAULTS[fault]) in page.errors()["headcount"]
    assert page.one("[name=note]").get_text().strip() == "To zostaje."
    assert nothing_is_kept(date.id)


@pytest.mark.parametrize("name", ["headcount", "age_60_plus"])
def test_what_is_no_sensible_number_gets_a_message_and_stays(
    in_app: Flask, browser: Browser, name: str
) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    for typed in ("-1", "1000000000", str(MOST_PEOPLE + 1), "dużo", "1_0", "2.5", "٣", "9" * 40):
        sent: dict[str, Any] = {"took_place": "yes", "headcount": 10, name: typed}
        page = browser.submit(**sent, expecting=422)
        assert str(MOST_PEOPLE) in page.errors()[name]
        assert page.one(f"[name={name}]")["value"] == typed
    assert nothing_is_kept(date.id)


def test_without_an_answer_or_with_a_strange_one_nothing_is_kept(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    page = browser.submit(headcount=10, expecting=422)
    assert page.texts(".field--wrong .error")
    token = str(page.all("form:has([name=headcount]) [name=csrf_token]")[0]["value"])
    data = {"took_place": "maybe", "headcount": "10", "csrf_token": token}
    browser.post("monitoring.card", data, occurrence_id=date.id, expecting=422)
    assert nothing_is_kept(date.id)


def test_a_note_that_is_too_long_gets_a_message(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    page = browser.submit(took_place="yes", headcount=1, note="ż" * 501, expecting=422)
    assert "500" in page.errors()["note"]
    browser.submit(took_place="yes", headcount=1, note="ż" * 500)
    assert card_of(date.id).note == "ż" * 500


def test_a_note_is_shown_as_it_was_typed(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("monitoring.card", occurrence_id=date.id)
    page = browser.submit(took_place="yes", headcount=1, note="<script>alert(1)</script>\x00i ż")
    assert page.one("[name=note]").get_text().strip() == "<script>alert(1)</script> i ż"


@pytest.mark.parametrize(
    "card", [Card(True, 3, {"age_0_5": 4}), Card(True, -3), Card(True, 3, {}, "x" * 501)]
)
def test_the_deed_itself_refuses_a_bad_card(in_app: Flask, card: Card) -> None:
    town = make_town()
    date = make_past(town)[0]
    with pytest.raises(service.BadCard):
        service.fill_card(date, card, by=town.anna)
    db.session.rollback()
    assert nothing_is_kept(date.id)


def test_the_calendars_hear_of_the_change(in_app: Flask) -> None:
    town = make_town()
    date = make_past(town)[0]
    room, group = town.hall.lock_version, town.choir.feed_version
    service.fill_card(date, Card(True, 3), by=town.anna)
    db.session.commit()
    db.session.refresh(town.hall)
    db.session.refresh(town.choir)
    assert town.hall.lock_version > room
    assert town.choir.feed_version > group
