"""Every form and every parameter of an address is sent what nobody types by chance."""

import re
import time
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask import Flask, got_request_exception
from markupsafe import escape
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from mal.config import ROOT
from mal.notifications.models import Letter, LetterState
from mal.shared.database import Model, db, read_only
from mal.shared.text import clean_text
from tests.architecture.hostile import Form, Sent, encoded, forms_on
from tests.architecture.test_access import (
    COORDINATOR,
    OWN,
    STAFF,
    STRANGER,
    Things,
    make_things,
    person,
    routes,
)
from tests.factories import days_ahead, evening, make_approved
from tests.page_rules import faults_of
from tests.sample_data import PASSWORD

WISH = {
    "data": "date",
    "od": "time",
    "do": "time",
    "co": "choice",
    "do_dnia": "date",
    "osob": "number",
    "sala": "number",
    "termin": "date",
}
AGAIN = {"wzor": "number", "jak": "number", "szkic": "number"}
WINDOW = {"od": "date", "miejsce": "choice", "sala": "choice", "dla": "choice", "rodzaj": "choice"}
REPORT = {"od": "month", "do": "month", "miejsce": "choice"}
PARAMETERS = {
    "wizard.new": AGAIN,
    "wizard.rooms": WISH,
    "wizard.dates": WISH | AGAIN,
    "wizard.details": WISH | AGAIN | {"krok": "choice"},
    "applications.show": {"wyslane": "text"},
    "calendars.day": WINDOW,
    "calendars.month": WINDOW,
    "calendars.programme": WINDOW,
    "calendars.week": WINDOW,
    "day_sheet.show": {"dzien": "date"},
    "staff_decision.show": {"miejsce": "choice"},
    "staff_queue.index": {"strona": "number", "miejsce": "choice", "zaznacz": "choice"},
    "report.show": REPORT,
    "report.download": REPORT,
    "letters.index": {"strona": "number", "stan": "choice"},
    "start.index": {"miejsce": "choice"},
    "groups.new": {"next": "text"},
    "accounts.register": {"next": "text"},
    "sessions.sign_in": {"next": "text"},
}
# Seconds of the processor for one answer, templates that are compiled at first included.
LONGEST = 1.0
# How a page is built, without the words on it.
BUILD = re.compile(r'\b(?:id|for|href|name|aria-[a-z]+)="([^"]*)"')


@dataclass
class Someone:
    """A person whose browser stays as it was, whatever the site answers: each request sends the same cookies."""

    app: Flask
    cookies: str

    def ask(self, method: str, address: str, body: str | None = None) -> TestResponse:
        """Send a request as a program would; none may keep the processor for long."""
        client = self.app.test_client(use_cookies=False)
        kind = None if body is None else "application/x-www-form-urlencoded"
        begun = time.process_time()
        answer = Context().run(
            lambda: client.open(
                address, method=method, data=body, content_type=kind, headers={"Cookie": self.cookies}
            )
        )
        assert time.process_time() - begun < LONGEST, f"{method} {address[:300]} {(body or '')[:300]}"
        return answer


def someone(app: Flask, name: str) -> Someone:
    """Sign somebody in once."""
    browser = person(app, name)
    browser.get("/konto/nowe")
    jar = [browser.client.get_cookie(key) for key in ("mal", "mal_jezyk")]
    return Someone(app, "; ".join(f"{cookie.key}={cookie.value}" for cookie in jar if cookie))


BROKEN: list[str] = []


def remember(_app: Flask, exception: Exception) -> None:
    """Keep what broke, for the fault's words."""
    BROKEN.append(repr(exception)[:200])


got_request_exception.connect(remember)


@pytest.fixture
def commits(in_app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where commits are counted; what they would keep is written, and taken back."""
    counted: list[int] = []

    def forget() -> None:
        counted.append(1)
        db.session.flush()
        db.session.rollback()

    monkeypatch.setattr(db.session, "commit", forget)
    return counted


@pytest.fixture
def things(in_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Things:
    monkeypatch.setitem(in_app.config, "PROPAGATE_EXCEPTIONS", False)
    made = make_things()
    failed = db.session.get(Letter, made.values["letter_id"])
    assert failed is not None
    failed.state = LetterState.FAILED
    made.values["approved_id"] = make_approved(made.town, spans=[evening(35), evening(42)]).id
    return made


@pytest.fixture
def people(app: Flask, things: Things) -> Iterator[dict[str, Someone]]:
    found = {name: someone(app, name) for name in (STRANGER, OWN, STAFF, COORDINATOR)}
    # What the test itself looks up must not lock out those it sends.
    with read_only():
        yield found


def wish(things: Things) -> dict[str, str]:
    """Say when and what, as the address of the pages of asking does."""
    day = days_ahead(50).isoformat()
    hours = {"od": "17:00", "do": "19:00", "co": "0", "osob": "10"}
    place = {"sala": str(things.town.hall.id), f"s{things.town.chairs.id}": "5"}
    return {"data": day, "termin": day, **hours, **place}


def good_values(things: Things) -> dict[str, str]:
    """Give what makes forms be taken, by the names of their fields."""
    day = days_ahead(51).isoformat()
    texts = dict.fromkeys(("title", "name", "reason", "note", "contact_name", "new_name", "body"), "Zażółć")
    times = {"day": day, "first": day, "starts": "10:00", "ends": "12:00", "effective_on": day, "until": ""}
    who = {"email": "nowa@example.org", "password": PASSWORD, "contact_phone": "+48 600 000 001"}
    numbers = {"people": "5", "headcount": "5", "members": "5"}
    return {**texts, **times, **who, **numbers, "dates": day, "phone": "+48 600 000 002", "about": "Gramy"}


def pages(app: Flask, things: Things) -> Iterator[str]:
    """Give the address of every page, and of those that show more when they are asked for something."""
    for rule, method in routes(app):
        if method == "GET":
            yield things.address(rule)
    for step in ("", "/sale", "/terminy", "/opis"):
        yield f"/wnioski/nowy{step}?{urlencode(wish(things))}"
    yield f"/wnioski/{things.values['approved_id']}"
    yield f"/praca/dzien/brzozowa?dzien={things.values['past_day']}"


def forms_for(asker: Someone, things: Things) -> Iterator[Form]:
    """Crawl: give each form that the site shows to somebody."""
    for address in pages(asker.app, things):
        answer = asker.ask("GET", address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            soup = BeautifulSoup(answer.get_data(), "html.parser")
            yield from forms_on(soup, address, good_values(things))


def rows() -> dict[str, int]:
    """Count the rows of all tables."""
    tables = Model.metadata.sorted_tables
    counts = [select(func.count()).select_from(table) for table in tables]
    db.session.rollback()
    found = [db.session.scalar(count) or 0 for count in counts]
    return dict(zip((table.name for table in tables), found, strict=True))


class Inspector:
    """Looks at answers; a page built like one that was looked at before is not looked at again."""

    def __init__(self, app: Flask) -> None:
        """Begin with nothing seen."""
        self.app = app
        self.seen: set[object] = set()

    def faults(self, answer: TestResponse) -> list[str]:
        """Say what is wrong with an answer, whatever was asked."""
        if answer.status_code >= 500:
            return [f"answered {answer.status_code} {BROKEN[-1:]}"]
        if answer.mimetype != "text/html" or answer.status_code in (302, 303, 308):
            return []
        body = answer.get_data(as_text=True)
        build = (answer.request.path, answer.status_code, tuple(BUILD.findall(body)))
        if build in self.seen:
            return []
        self.seen.add(build)
        return faults_of(BeautifulSoup(body, "html.parser"), answer.request.path, self.app.url_map)


def not_kept(answer: TestResponse, form: Form, sent: Sent) -> list[str]:
    """Name the text fields of a refused form that no longer show what was typed."""
    body = words_only(answer.get_data(as_text=True))
    typed = {name: values[0] for name, values in sent.items() if values and form.kinds.get(name) == "text"}
    return [
        f"{name} is not kept"
        for name, value in typed.items()
        if isinstance(value, str) and name != "password" and words_only(str(escape(value))) not in body
    ]


def words_only(text: str) -> str:
    """Drop what cleaning drops, and spaces and hyphens, which people write between digits."""
    return re.sub(r"[\s-]", "", clean_text(text))


def crawl_forms(asker: Someone, things: Things, commits: list[int], done: set[object]) -> Iterator[str]:
    """Attack each form that was not met before; give the faults."""
    look = Inspector(asker.app)
    for form in list(forms_for(asker, things)):
        if form.method != "POST" or form.key in done:
            continue
        done.add(form.key)
        for words, sent in form.attacks():
            commits.clear()
            answer = asker.ask("POST", form.action, encoded(sent))
            faults = look.faults(answer)
            if answer.status_code >= 400 and commits:
                faults.append("refused and kept")
            if answer.status_code == 422 and len(sent) > 1:
                faults += not_kept(answer, form, sent)
            yield from (f"POST {form.action} {words}: {fault}" for fault in faults)


def test_no_form_stumbles_over_what_is_typed(
    people: dict[str, Someone], things: Things, commits: list[int]
) -> None:
    done: set[object] = set()
    before = rows()
    wrong = [fault for asker in people.values() for fault in crawl_forms(asker, things, commits, done)]
    assert not wrong, "\n".join(wrong)
    assert rows() == before
    assert len(done) >= 15


def asked_addresses(app: Flask, things: Things) -> Iterator[str]:
    """Give each address with one spoilt parameter."""
    base = wish(things)
    pieces = {name: "number" for name in base if name not in WISH}
    for rule, method in routes(app):
        if method != "GET" or rule.endpoint not in PARAMETERS:
            continue
        path, wanted = things.address(rule), PARAMETERS[rule.endpoint]
        kept: Sent = {name: [value] for name, value in base.items()} if "data" in wanted else {}
        for name, kind in (wanted | pieces if "data" in wanted else wanted).items():
            yield from (f"{path}?{encoded(kept | {name: values})}" for values in Form.values_for(kind))
            yield f"{path}?{encoded({**kept, name: [], name + '[]': ['x']})}"


def test_no_page_stumbles_over_its_address(app: Flask, people: dict[str, Someone], things: Things) -> None:
    wrong, look = [], Inspector(app)
    for address in asked_addresses(app, things):
        asker = people[COORDINATOR if address.startswith("/praca") else OWN]
        wrong += [f"{address[:300]}: {fault}" for fault in look.faults(asker.ask("GET", address))]
    assert not wrong, "\n".join(wrong)


def test_every_parameter_that_a_page_reads_is_tried() -> None:
    read = re.compile(r'(?:request\.args\.get(?:list)?|number_in_address)\("(\w+)"')
    found = {name for path in (ROOT / "mal").rglob("*.py") for name in read.findall(path.read_text())}
    assert found <= {name for wanted in PARAMETERS.values() for name in wanted}
