"""A reader meets one language: pages and answers to forms are read as each person, sentence by sentence."""

from contextvars import Context
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from mal.shared.i18n import COOKIE, LANGUAGES
from tests.architecture.hostile import forms_on
from tests.architecture.test_access import COORDINATOR, OWN, RULES, STRANGER, make_things, person, routes
from tests.architecture.test_statements import QUERIES
from tests.client import Browser, settle_outer_session
from tests.languages import foreign_on

# Whoever leads a group comes last: a request that is taken back can no longer be decided.
READERS = (STRANGER, COORDINATOR, OWN)
# What nobody would answer, and no sentence of ours says.
NONSENSE = "?!"
# Forms that lead away from the reader's session or language.
LEAVING = {"/jezyk", "/wyloguj"}


class Reading:
    """Somebody who reads the whole house in one language, and what they met in another."""

    def __init__(self, app: Flask, name: str, language: str) -> None:
        self.language, self.name = language, name
        self.browser: Browser = person(app, name)
        self.browser.client.set_cookie(COOKIE, language)
        self.sent: set[object] = set()
        self.answers, self.refusals = 0, 0
        self.found: dict[str, set[str]] = {}

    def read(self, address: str, answer: TestResponse) -> None:
        """Keep what an answer says in another language; JSON and the like say nothing."""
        if answer.mimetype == "text/html":
            self.answers += 1
            self.refusals += answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
            assert f'<html lang="{self.language}"' in answer.text, address
            if said := foreign_on(answer.text, self.language):
                self.found[f"{self.name}: {address}"] = said

    def open(self, address: str, query: dict[str, str] | None) -> None:
        """Read a page, then what it answers to each of its forms when they are left empty or filled with nonsense."""
        page = Context().run(self.browser.client.get, address, query_string=query, follow_redirects=True)
        self.read(address, page)
        for form in forms_on(BeautifulSoup(page.text, "html.parser"), address, {}):
            if form.method == "POST" and form.action not in LEAVING and form.key not in self.sent:
                self.sent.add(form.key)
                token = {"csrf_token": form.sent.get("csrf_token", [])}
                for sent in (token, {name: [NONSENSE] for name in form.kinds} | token):
                    settle_outer_session()
                    answer = Context().run(
                        self.browser.client.post, form.action, data=sent, follow_redirects=True
                    )
                    self.read(f"{form.action} {'nonsense' if len(sent) > 1 else 'empty'}", answer)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_meets_no_other_language(app: Flask, in_app: Flask, language: str) -> None:
    things = make_things()
    readings = [Reading(app, name, language) for name in READERS]
    pages = [rule for rule, method in routes(app) if method == "GET"]
    for reading in readings:
        for rule in pages:
            if reading.name in RULES[rule.endpoint]:
                reading.open(things.address(rule), QUERIES.get(rule.endpoint))
    assert min(reading.answers for reading in readings) > 15
    assert sum(reading.refusals for reading in readings) > 15
    assert not {where: said for reading in readings for where, said in reading.found.items()}


@pytest.mark.parametrize(
    ("language", "foreign", "own"),
    [
        ("pl", "Ask for a room", "Poproś o salę"),
        ("pl", "Попросити залу", "Poproś o salę"),
        ("uk", "Ask for a room", "Попросити залу"),
        ("uk", "Poproś o salę", "Попросити залу"),
        ("en", "Poproś o salę", "Ask for a room"),
        ("en", "Так", "Yes"),
        ("uk", "Rezerwujesz do środy. Odpowiemy do środy 18 marca.", "Відповімо до середи."),
    ],
)
def test_another_language_on_a_page_would_be_found(language: str, foreign: str, own: str) -> None:
    """The negative control: in an element, in an attribute, and that other languages may be quoted."""
    assert foreign_on(f"<h1>{foreign}</h1>", language)
    assert foreign_on(f'<a aria-label="{foreign}">x</a>', language)
    assert not foreign_on(f"<h1>{own}</h1>", language)
    assert not foreign_on(f'<html><p lang="xx">{foreign}</p></html>', language)
