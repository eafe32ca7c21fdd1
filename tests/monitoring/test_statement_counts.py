"""The number of statements of the pages of monitoring does not grow with the number of rows."""

from datetime import timedelta
from uuid import uuid4

from flask import Flask

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Booking, Occurrence, Visibility
from mal.bookings.states import DateState
from mal.monitoring.models import UsageCard
from mal.shared import clock
from mal.shared.database import db
from tests.client import Browser
from tests.factories import days_ago, make_past
from tests.sample_data import PASSWORD, Town, make_town
from tests.statements import statements

MAX_FOR_REPORT, MAX_FOR_CARD = 20, 16


def insert_meetings(town: Town, number: int) -> None:
    """Insert past meetings with applications, every other one with a card."""
    rooms = [town.hall, town.quiet_room, town.studio]
    for count in range(number):
        span, room = days_ago(1 + count % 150), rooms[count % 3]
        date = Occurrence(
            room_id=room.id,
            starts_at=span.start,
            ends_at=span.end,
            on_date=span.local_day,
            state=DateState.TOOK_PLACE if count % 2 else DateState.PLANNED,
            created_at=clock.now(),
            changed_at=clock.now(),
        )
        booking = Booking(
            group=town.choir,
            room=room,
            title=f"Spotkanie {count}",
            activity="meeting",
            visibility=Visibility.OPEN,
            headcount=5,
            created_at=clock.now(),
            occurrences=[date],
        )
        refused = count % 5 == 0
        application = Application(
            booking=booking,
            form_key=uuid4().hex,
            state=ApplicationState.REFUSED if refused else ApplicationState.APPROVED,
            submitted_at=span.start - timedelta(days=9),
            reply_due=span.local_day,
            decided_at=span.start - timedelta(days=9 - count % 7),
            refusal_reason="other" if refused else "",
        )
        db.session.add_all([booking, application])
        if count % 2:
            db.session.add(UsageCard(occurrence=date, took_place=True, headcount=4, filled_at=clock.now()))
    db.session.commit()


def statements_of(app: Flask, browser: Browser, where: str, **values: int) -> int:
    with statements(app) as executed:
        browser.get(where, **values)
    return len([each for each in executed if not each.startswith(("SAVEPOINT", "RELEASE"))])


def test_the_report_needs_as_many_statements_for_ten_meetings_as_for_two_hundred(
    in_app: Flask, browser: Browser
) -> None:
    town = make_town()
    insert_meetings(town, 10)
    browser.sign_in("ewa@example.org", PASSWORD)
    few = {where: statements_of(in_app, browser, where) for where in ("/praca/raport", "/praca/raport.csv")}
    insert_meetings(town, 190)
    many = {where: statements_of(in_app, browser, where) for where in few}
    assert many == few
    assert max(many.values()) <= MAX_FOR_REPORT, many


def test_the_card_needs_as_many_statements_whatever_else_there_is(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    date_id = make_past(town)[0].id
    browser.sign_in("anna@example.org", PASSWORD)
    few = statements_of(in_app, browser, "usage_cards.edit", occurrence_id=date_id)
    insert_meetings(town, 100)
    long_series = make_past(town, *[days_ago(days) for days in range(200, 240)], room=town.studio)
    many = statements_of(in_app, browser, "usage_cards.edit", occurrence_id=long_series[0].id)
    assert many == few
    assert many <= MAX_FOR_CARD
