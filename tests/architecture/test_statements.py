"""No page asks the database more questions because there is more to show."""

from contextvars import Context

import pytest
from flask import Flask

from mal.bookings.closures import ClosurePlan, create_closure
from mal.calendars.feeds import EXTENSION
from mal.notifications import outbox
from mal.people.models import GroupKind
from mal.regulations import service as regulations
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import local_timespan, whole_day
from tests.architecture.test_access import (
    COORDINATOR,
    OWN,
    RULES,
    STRANGER,
    Things,
    make_things,
    person,
    routes,
)
from tests.client import settle_outer_session
from tests.factories import days_ahead, make_application, make_approved
from tests.fixed_clock import A_YEAR_AGO
from tests.sample_data import NINE, TEN, make_account, make_group
from tests.statements import statements

WISH = {"data": days_ahead(30).isoformat(), "od": "17:00", "do": "19:00", "osob": "5", "sala": "1"}
QUERIES = {
    "wizard.rooms": WISH,
    "wizard.dates": WISH,
    "wizard.details": {**WISH, "termin": WISH["data"]},
}


def add_life(things: Things, number: int) -> None:
    """Add one more of everything that a page can list."""
    town = things.town
    account = make_account(f"Osoba{number}")
    group = make_group(f"Grupa {number}", account, GroupKind.NGO)
    make_group(f"Druga grupa chóru {number}", town.anna)
    regulations.accept(town.regulation, account, group, "pl")
    day = days_ahead(70 + 7 * number)
    spans = [local_timespan(day, NINE, TEN)]
    lines = [(town.chairs, 1)]
    with clock.at(A_YEAR_AGO):
        make_approved(town, spans=[local_timespan(days_ahead(40 + 7 * number), NINE, TEN)], equipment=lines)
    for whose, applicant in ((town.choir, town.anna), (group, account)):
        make_application(town, group=whose, applicant=applicant, spans=spans, equipment=lines)
    make_approved(town, spans=spans, room=town.studio, headcount=4, equipment=lines)
    shut = days_ahead(400 + 7 * number)
    plan = ClosurePlan(rooms=[town.hall], span=whole_day(shut), reason="Malowanie", room_id=town.hall.id)
    create_closure(plan, by=town.celina)
    db.session.commit()
    outbox.compose_pending(50)


def asked(app: Flask, things: Things) -> dict[str, int]:
    """Count what each page asks of the database, nothing being kept from before."""
    counts = {}
    for rule, method in routes(app):
        if method == "GET":
            allowed = RULES[rule.endpoint]
            name = COORDINATOR if COORDINATOR in allowed else OWN if OWN in allowed else STRANGER
            address = things.address(rule)
            browser = person(app, name)
            app.extensions[EXTENSION].forget()
            settle_outer_session()
            with statements(app) as seen:
                answer = Context().run(browser.client.get, address, query_string=QUERIES.get(rule.endpoint))
            assert answer.status_code < 400 or rule.endpoint == "wizard.details", (
                rule,
                answer.status_code,
            )
            counts[f"{rule.endpoint} {rule}"] = len(seen)
    return counts


def test_twenty_times_the_life_asks_no_more_of_the_database(app: Flask, in_app: Flask) -> None:
    things = make_things()
    for number in range(2):
        add_life(things, number)
    few = asked(app, things)
    for number in range(2, 22):
        add_life(things, number)
    many = asked(app, things)
    grown = {page: (few[page], many[page]) for page in few if many[page] > few[page]}
    assert not grown
    assert max(many.values()) <= 25, sorted(many.items(), key=lambda each: -each[1])[:5]


def test_the_count_would_see_a_question_for_each_row(app: Flask, in_app: Flask) -> None:
    with statements(app) as seen:
        for _ in range(7):
            db.session.connection().exec_driver_sql("SELECT 1")
    assert len([one for one in seen if one == "SELECT 1"]) == 7


@pytest.fixture(autouse=True)
def _committed(in_app: Flask) -> None:
    """Hold a context, so that what is built and what is asked share nothing but the database."""
