"""Leaders and staff fill in the usage card of an occurrence."""

from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask

from mal.applications import service as applications
from mal.bookings.models import BookingEvent, Occurrence
from mal.bookings.states import DateState, Step
from mal.monitoring import errors, service
from mal.monitoring.models import UsageCard
from mal.monitoring.queries.usage_cards import get_card
from mal.monitoring.usage_card import MAX_HEADCOUNT, CardFault, CardInput
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.client import Browser
from tests.factories import days_ago, make_application, make_approved, make_past
from tests.sample_data import PASSWORD, make_town


def card_of(occurrence_id: int) -> UsageCard:
    kept = get_card(occurrence_id)
    assert kept is not None
    return kept


def state_of(occurrence_id: int) -> DateState:
    occurrence = db.session.get(Occurrence, occurrence_id, populate_existing=True)
    assert occurrence is not None
    return occurrence.state


def has_no_card(occurrence_id: int, state: DateState = DateState.PLANNED) -> bool:
    return get_card(occurrence_id) is None and state_of(occurrence_id) is state


def test_a_leader_fills_in_the_card(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_past(town)[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    browser.submit(
        took_place="yes", headcount=18, age_13_17=3, age_60_plus=12, note="Ćwiczyłyśmy kolędy. Zimno!"
    )
    kept = card_of(date.id)
    assert (kept.took_place, kept.headcount, kept.age_13_17, kept.age_60_plus) == (True, 18, 3, 12)
    assert (kept.age_0_5, kept.age_6_12, kept.age_18_59) == (None, None, None)
    assert kept.note == "Ćwiczyłyśmy kolędy. Zimno!"
    assert kept.filled_by_id == town.anna.id
    assert state_of(date.id) is DateState.TOOK_PLACE


def test_filling_in_a_card_records_an_event_for_its_date_only(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    first, second = make_past(town, days_ago(9), days_ago(2))
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=first.id)
    browser.submit(took_place="yes", headcount=18)
    event = db.session.query(BookingEvent).order_by(BookingEvent.id.desc()).first()
    assert event is not None
    assert (event.step, event.actor_id) == (Step.CONFIRM_USE, town.anna.id)
    assert [each.occurrence_id for each in event.dates] == [first.id]
    assert has_no_card(second.id)


def test_staff_of_the_site_fill_in_the_card(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_past(town)[0]
    browser.sign_in("celina@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    browser.submit(took_place="yes", headcount=5)
    assert card_of(date.id).filled_by_id == town.celina.id


def test_a_no_show_has_no_numbers(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("celina@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    browser.submit(took_place="no")
    kept = card_of(date.id)
    assert (kept.took_place, kept.headcount, kept.age_60_plus) == (False, 0, None)
    assert state_of(date.id) is DateState.NO_SHOW


def test_a_card_can_be_filled_in_once_the_meeting_has_begun(in_app: Flask, browser: Browser) -> None:
    now = clock.now()
    date = make_past(make_town(), Timespan(now - timedelta(minutes=1), now + timedelta(hours=1)))[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    browser.submit(took_place="yes", headcount=7)
    assert card_of(date.id).headcount == 7


@pytest.mark.parametrize("name", ["bartek", "daniel"])
def test_leaders_and_staff_of_others_may_not_fill_in_the_card(
    in_app: Flask, browser: Browser, name: str
) -> None:
    date = make_past(make_town())[0]
    browser.sign_in(f"{name}@example.org", PASSWORD)
    browser.get("usage_cards.edit", occurrence_id=date.id, expecting=403)
    assert has_no_card(date.id)


def test_a_stranger_is_redirected_to_sign_in(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    page = browser.get("usage_cards.edit", occurrence_id=date.id)
    assert page.address.startswith("/logowanie?next=")
    assert has_no_card(date.id)


def test_an_unknown_occurrence_is_not_found(in_app: Flask, browser: Browser) -> None:
    make_town()
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/terminy/999999/karta", expecting=404)
    browser.get("/terminy/99999999999999999999/karta", expecting=404)


def test_before_the_meeting_the_card_is_refused(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_approved(town).booking.occurrences[0]
    page = browser.sign_in("anna@example.org", PASSWORD).get(
        "usage_cards.edit", occurrence_id=date.id, expecting=409
    )
    assert str(errors.TooEarly()) in page.text
    assert page.all("form [name=headcount]") == []


def test_an_occurrence_that_was_not_approved_or_was_cancelled_has_no_card(
    in_app: Flask, browser: Browser
) -> None:
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
        page = browser.get("usage_cards.edit", occurrence_id=occurrence_id, expecting=409)
        assert str(errors.STATES_WITHOUT_CARD[state]) in page.text
        assert has_no_card(occurrence_id, state)


def test_a_card_is_refused_if_the_date_was_cancelled_meanwhile(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    application = make_approved(town, spans=[days_ago(2)])
    date = application.booking.occurrences[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    with clock.at(days_ago(3).start):
        applications.cancel_dates(application, [date.id], by=town.ewa)
    db.session.commit()
    page = browser.submit(took_place="yes", headcount=18, expecting=409)
    assert str(errors.STATES_WITHOUT_CARD[DateState.CANCELLED]) in page.text
    assert has_no_card(date.id, DateState.CANCELLED)


WRONG: dict[str, tuple[dict[str, Any], CardFault]] = {
    "ages over the head count": ({"headcount": 5, "age_6_12": 3, "age_60_plus": 3}, CardFault.BANDS_OVER),
    "nobody at a meeting that took place": ({"headcount": 0}, CardFault.NOBODY_CAME),
    "no head count": ({"headcount": ""}, CardFault.NOBODY_CAME),
    "people at a meeting that did not": ({"took_place": "no", "headcount": 5}, CardFault.SOMEBODY_CAME),
    "ages at a meeting that did not": ({"took_place": "no", "age_60_plus": 5}, CardFault.SOMEBODY_CAME),
}


@pytest.mark.parametrize("what", WRONG)
def test_contradicting_numbers_are_refused(in_app: Flask, browser: Browser, what: str) -> None:
    fields, fault = WRONG[what]
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    sent: dict[str, Any] = {"took_place": "yes", "note": "To zostaje.", **fields}
    page = browser.submit(**sent, expecting=422)
    assert str(errors.CARD_FAULTS[fault]) in page.errors()["headcount"]
    assert page.one("[name=note]").get_text().strip() == "To zostaje."
    assert has_no_card(date.id)


@pytest.mark.parametrize("name", ["headcount", "age_60_plus"])
def test_an_invalid_number_shows_an_error_and_is_kept(in_app: Flask, browser: Browser, name: str) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    for typed in ("-1", "1000000000", str(MAX_HEADCOUNT + 1), "dużo", "1_0", "2.5", "٣", "9" * 40):
        sent: dict[str, Any] = {"took_place": "yes", "headcount": 10, name: typed}
        page = browser.submit(**sent, expecting=422)
        assert str(MAX_HEADCOUNT) in page.errors()[name]
        assert page.one(f"[name={name}]")["value"] == typed
    assert has_no_card(date.id)


def test_a_missing_or_unknown_answer_is_refused(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    page = browser.submit(headcount=10, expecting=422)
    assert page.texts(".field--wrong .error")
    token = str(page.all("form:has([name=headcount]) [name=csrf_token]")[0]["value"])
    data = {"took_place": "maybe", "headcount": "10", "csrf_token": token}
    browser.post("usage_cards.edit", data, occurrence_id=date.id, expecting=422)
    assert has_no_card(date.id)


def test_a_note_that_is_too_long_is_refused(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    page = browser.submit(took_place="yes", headcount=1, note="ż" * 501, expecting=422)
    assert "500" in page.errors()["note"]
    browser.submit(took_place="yes", headcount=1, note="ż" * 500)
    assert card_of(date.id).note == "ż" * 500


def test_the_card_of_a_meeting_until_midnight_ends_at_24_00(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town(), days_ago(2, time(20), time()))[0]
    page = browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    assert "20:00–24:00" in page.text


def test_markup_in_a_note_is_escaped(in_app: Flask, browser: Browser) -> None:
    date = make_past(make_town())[0]
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    page = browser.submit(took_place="yes", headcount=1, note="<script>alert(1)</script>\x00i ż")
    assert page.one("[name=note]").get_text().strip() == "<script>alert(1)</script> i ż"


@pytest.mark.parametrize(
    "card", [CardInput(True, 3, {"age_0_5": 4}), CardInput(True, -3), CardInput(True, 3, {}, "x" * 501)]
)
def test_the_service_refuses_an_invalid_card(in_app: Flask, card: CardInput) -> None:
    town = make_town()
    date = make_past(town)[0]
    with pytest.raises(errors.BadCard):
        service.fill_card(date, card, by=town.anna)
    db.session.rollback()
    assert has_no_card(date.id)


def test_filling_in_a_card_changes_the_versions_of_the_feeds(in_app: Flask) -> None:
    town = make_town()
    date = make_past(town)[0]
    room, group = town.hall.lock_version, town.choir.feed_version
    service.fill_card(date, CardInput(True, 3), by=town.anna)
    db.session.commit()
    db.session.refresh(town.hall)
    db.session.refresh(town.choir)
    assert town.hall.lock_version > room
    assert town.choir.feed_version > group
