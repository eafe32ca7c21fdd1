"""A Polish reader meets no English: each page is read as somebody who may open it, sentence by sentence."""

from contextvars import Context

import pytest
from babel.messages import Catalog
from bs4 import BeautifulSoup
from flask import Flask

from mal.shared.i18n import COOKIE
from tests.architecture.test_access import COORDINATOR, OWN, RULES, STRANGER, make_things, person, routes
from tests.architecture.test_messages import catalogue
from tests.architecture.test_statements import QUERIES
from tests.pages import settle_outer_session


def english_of(polish: Catalog) -> set[str]:
    """List the sentences of the code that read otherwise in Polish."""
    plain = {str(message.id) for message in polish if isinstance(message.id, str) and message.id}
    translated = {str(message.string) for message in polish if isinstance(message.string, str)}
    return {sentence for sentence in plain - translated if "%" not in sentence}


def sentences_of(html: str) -> set[str]:
    """List what a page says, piece by piece."""
    soup = BeautifulSoup(html, "html.parser")
    said = {" ".join(piece.split()) for piece in soup.find_all(string=True)}
    named = {str(tag[name]) for name in ("aria-label", "title", "alt") for tag in soup.select(f"[{name}]")}
    return said | named


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_no_page_says_anything_in_english(app: Flask, in_app: Flask) -> None:
    things = make_things()
    english = english_of(catalogue())
    settle_outer_session()
    found = {}
    for rule, method in routes(app):
        # A letter is shown in the language of the one it went to; the tests' people read English.
        if method == "GET" and rule.endpoint != "notifications.letter":
            allowed = RULES[rule.endpoint]
            reader = person(
                app, COORDINATOR if COORDINATOR in allowed else OWN if OWN in allowed else STRANGER
            )
            reader.client.delete_cookie(COOKIE)
            address, query = things.address(rule), QUERIES.get(rule.endpoint)
            page = Context().run(reader.client.get, address, query_string=query, follow_redirects=True)
            if page.mimetype == "text/html" and (said := sentences_of(page.text) & english):
                found[str(rule)] = said
    assert not found


def test_english_on_a_page_would_be_found() -> None:
    english = english_of(catalogue())
    assert sentences_of("<h1>Ask for a room</h1>") & english
    assert sentences_of('<a aria-label="Calendar">x</a>') & english
    assert not sentences_of("<h1>Poproś o salę</h1>") & english
