"""A card can be corrected; an identical one that is submitted twice is stored once."""

from flask import Flask
from sqlalchemy import func, select

from mal.bookings.models import BookingEvent
from mal.bookings.states import DateState, Step
from mal.monitoring import service
from mal.monitoring.queries.usage_cards import list_occurrences_without_card
from mal.monitoring.usage_card import CardInput
from mal.shared.database import db
from tests.client import Browser
from tests.factories import days_ago, fill_card, make_approved, make_past
from tests.monitoring.test_usage_card import card_of, state_of
from tests.sample_data import PASSWORD, make_town


def steps() -> list[Step]:
    return list(db.session.scalars(select(BookingEvent.step).order_by(BookingEvent.id)))


def test_staff_correct_the_card_of_a_leader(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_past(town)[0]
    fill_card(date, 18, by=town.anna, age_60_plus=10)
    page = browser.sign_in("celina@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    assert page.one("[name=headcount]")["value"] == "18"
    assert page.one("[name=age_60_plus]")["value"] == "10"
    browser.submit(headcount=16, age_60_plus="")
    kept = card_of(date.id)
    assert (kept.headcount, kept.age_60_plus, kept.filled_by_id) == (16, None, town.celina.id)
    assert steps()[-2:] == [Step.CONFIRM_USE, Step.CONFIRM_USE]


def test_a_card_can_be_corrected_to_a_no_show_and_back(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date = make_past(town)[0]
    fill_card(date, 18, by=town.anna, age_60_plus=10)
    browser.sign_in("anna@example.org", PASSWORD).get("usage_cards.edit", occurrence_id=date.id)
    browser.submit(took_place="no", headcount="", age_60_plus="")
    assert state_of(date.id) is DateState.NO_SHOW
    assert (card_of(date.id).headcount, card_of(date.id).age_60_plus) == (0, None)
    page = browser.get("usage_cards.edit", occurrence_id=date.id)
    assert not page.one("[name=headcount]").get("value")
    browser.submit(took_place="yes", headcount=4)
    assert state_of(date.id) is DateState.TOOK_PLACE
    assert steps()[-3:] == [Step.CONFIRM_USE, Step.MISS, Step.CONFIRM_USE]


def test_an_identical_card_leaves_one_event(in_app: Flask) -> None:
    town = make_town()
    date = make_past(town)[0]
    for _ in range(2):
        service.fill_card(date, CardInput(True, 18, {"age_60_plus": 10}, "Było miło."), by=town.anna)
        db.session.commit()
    told = select(func.count()).select_from(BookingEvent).where(BookingEvent.step == Step.CONFIRM_USE)
    assert db.session.scalar(told) == 1


def test_occurrences_without_a_card_are_listed_latest_first(in_app: Flask) -> None:
    town = make_town()
    old, newer, told = make_past(town, days_ago(9), days_ago(8), days_ago(7))
    fill_card(told, 3, by=town.anna)
    make_approved(town)
    other = make_past(town, days_ago(6), group=town.chess, room=town.studio)[0]
    everywhere = [town.brzozowa.id, town.sosnowa.id]
    assert [date.id for date in list_occurrences_without_card(everywhere)] == [other.id, newer.id, old.id]
    assert [date.id for date in list_occurrences_without_card(everywhere, limit=1)] == [other.id]
    assert [date.id for date in list_occurrences_without_card([town.sosnowa.id])] == [other.id]
    assert list_occurrences_without_card([]) == []
