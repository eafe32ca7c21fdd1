"""Every route is asked as every person: who may enter is written here, and nowhere is a route forgotten."""

from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mal.applications import drafts
from mal.bookings.closures import ClosurePlan, create_closure
from mal.calendars import service as calendars
from mal.notifications import outbox
from mal.notifications.models import Letter
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import whole_day
from tests.client import Browser
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.fixed_clock import A_YEAR_AGO
from tests.sample_data import PASSWORD, Town, make_account, make_group, make_town

STRANGER, NEWCOMER, OTHER, OWN = "stranger", "newcomer", "bartek", "anna"
ELSEWHERE, STAFF, COORDINATOR = "daniel", "celina", "ewa"
EVERYONE = frozenset({STRANGER, NEWCOMER, OTHER, OWN, ELSEWHERE, STAFF, COORDINATOR})
SIGNED_IN = EVERYONE - {STRANGER}
ANY_STAFF = frozenset({ELSEWHERE, STAFF, COORDINATOR})
SITE_STAFF = frozenset({STAFF, COORDINATOR})

# Who may enter; the things asked for belong to the choir (anna) and lie at Brzozowa (celina).
RULES = {
    "applications.cancel": {OWN} | SITE_STAFF,
    "wizard.dates": EVERYONE,
    "wizard.details": SIGNED_IN,
    "applications.mine": SIGNED_IN,
    "wizard.new": EVERYONE,
    "drafts.resume": {OWN},
    "wizard.rooms": EVERYONE,
    "drafts.save": SIGNED_IN,
    "applications.show": {OWN} | SITE_STAFF,
    "drafts.discard": {OWN},
    "applications.withdraw": {OWN},
    "calendars.day": EVERYONE,
    "calendars.feed": EVERYONE,
    "calendars.group_feed": {OWN},
    "calendars.month": EVERYONE,
    "calendars.programme": EVERYONE,
    "calendars.room": EVERYONE,
    "calendars.site": EVERYONE,
    "calendars.subscribe": EVERYONE,
    "calendars.week": EVERYONE,
    "staff_decision.approve": SITE_STAFF,
    "staff_queue.approve_selected": ANY_STAFF,
    "phone_booking.new": ANY_STAFF,
    "phone_booking.submit": ANY_STAFF,
    "closures.new": ANY_STAFF,
    "closures.index": ANY_STAFF,
    "day_sheet.record_attendance": SITE_STAFF,
    "day_sheet.show": SITE_STAFF,
    "staff_decision.show": SITE_STAFF,
    "closures.reopen": SITE_STAFF,
    "staff_queue.index": ANY_STAFF,
    "staff_decision.refuse": SITE_STAFF,
    "closures.create": ANY_STAFF,
    "staff_today.show": ANY_STAFF,
    "usage_cards.edit": {OWN} | SITE_STAFF,
    "report.show": ANY_STAFF,
    "report.download": ANY_STAFF,
    "letters.show": SITE_STAFF,
    "letters.index": ANY_STAFF,
    "letters.retry": SITE_STAFF,
    "letters.retry_all": ANY_STAFF,
    "about.accessibility": EVERYONE,
    "health.live": EVERYONE,
    "help.index": EVERYONE,
    "help.asking": EVERYONE,
    "help.visiting": EVERYONE,
    "help.working": EVERYONE,
    "about.privacy": EVERYONE,
    "health.ready": EVERYONE,
    "health.robots": EVERYONE,
    "start.index": EVERYONE,
    "accounts.choose_language": EVERYONE,
    "groups.edit": {OWN},
    "groups.new": SIGNED_IN,
    "accounts.register": EVERYONE,
    "sessions.sign_in": EVERYONE,
    "sessions.sign_out": EVERYONE,
    "regulations_admin.acceptances": {COORDINATOR},
    "regulations_admin.new": {COORDINATOR},
    "regulations.current": EVERYONE,
    "regulations_admin.publish": {COORDINATOR},
    "regulations.version": EVERYONE,
}


@dataclass
class Things:
    """What the addresses of routes name."""

    town: Town
    values: dict[str, object]
    token: str

    def address(self, rule: Rule) -> str:
        """Fill an address with what belongs to the choir."""
        filled = {name: self.values[name] for name in rule.arguments}
        return str(rule.build(filled, append_unknown=False)[1])  # type: ignore[index]


@pytest.fixture
def things(in_app: Flask) -> Things:
    return make_things()


def make_things() -> Things:
    """Build the town and in it one thing of each kind that an address can name."""
    town = make_town()
    make_group("Nowi", make_account("Newcomer"))
    with clock.at(A_YEAR_AGO):
        past = make_approved(town, spans=[evening(14)])
    waiting = make_application(town, spans=[evening(28)])
    plan = ClosurePlan(
        rooms=[town.hall], span=whole_day(days_ahead(60)), reason="Malowanie", room_id=town.hall.id
    )
    closure = create_closure(plan, by=town.celina)
    token = calendars.replace_address(town.choir, by=town.anna)
    begun = drafts.DraftInput(form_key="0" * 32, step="terminy", address="sala=1&od=17:00", answers={})
    draft = drafts.save_draft(begun, town.anna)
    db.session.commit()
    outbox.compose_pending(20)
    letter = db.session.scalars(select(Letter).order_by(Letter.id)).first()
    assert letter is not None
    values: dict[str, object] = {
        "application_id": waiting.id,
        "draft_id": draft.id,
        "occurrence_id": past.booking.occurrences[0].id,
        "past_day": past.booking.occurrences[0].on_date,
        "closure_id": closure.id,
        "letter_id": letter.id,
        "group_id": town.choir.id,
        "number": 1,
        "site_slug": "brzozowa",
        "room_slug": "sala-duza",
        "token": token,
    }
    return Things(town, values, token)


def person(app: Flask, name: str) -> Browser:
    """Open someone's browser."""
    browser = Browser(app)
    return browser if name == STRANGER else browser.sign_in(f"{name}@example.org", PASSWORD)


def csrf(browser: Browser) -> str:
    """Read a token that this browser's forms carry."""
    soup = BeautifulSoup(asked(browser, "GET", "/konto/nowe").get_data(), "html.parser")
    return str(soup.select("input[name=csrf_token]")[0]["value"])


def asked(browser: Browser, method: str, address: str) -> TestResponse:
    """Ask a route as a program would, with a right token but nothing else."""
    data = {"csrf_token": csrf(browser)} if method == "POST" else None
    return Context().run(lambda: browser.client.open(address, method=method, data=data))


def was_let_in(answer: TestResponse) -> bool:
    """Tell whether somebody got past the door, whatever they found behind it."""
    assert answer.status_code < 500, answer.status_code
    sent_to_sign_in = answer.status_code in (302, 303) and answer.location.startswith("/logowanie")
    return answer.status_code not in (401, 403) and not sent_to_sign_in


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Give every route with each of its methods."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method


def test_every_route_has_its_rule_and_every_rule_its_route(app: Flask) -> None:
    assert {rule.endpoint for rule, _ in routes(app)} == set(RULES)


@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_each_route_lets_in_whom_its_rule_names_and_nobody_else(
    app: Flask, things: Things, name: str
) -> None:
    browser = person(app, name)
    wrong = []
    ordered = sorted(
        routes(app), key=lambda each: (each[0].endpoint == "sessions.sign_out", str(each[0]), each[1])
    )
    for rule, method in ordered:
        answer = asked(browser, method, things.address(rule))
        if was_let_in(answer) is not (name in RULES[rule.endpoint]):
            wrong.append(f"{method} {rule}: {answer.status_code}")
        db.session.rollback()
    assert not wrong, wrong


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_stranger_turned_away_is_sent_to_sign_in_and_another_person_is_told(
    app: Flask, things: Things
) -> None:
    address = f"/wnioski/{things.values['application_id']}"
    assert asked(person(app, STRANGER), "GET", address).status_code == 302
    assert asked(person(app, OTHER), "GET", address).status_code == 403
