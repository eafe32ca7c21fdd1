"""Whatever is too large is refused before it is worked on: fields, forms, addresses, headers."""

import io
import time
import unicodedata
from contextvars import Context

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from mal.regulations.markdown import render_markdown
from mal.shared import clock, request_limits
from mal.shared.text import MAX_MARKS, clean_text, normalize_nfc
from tests.client import Browser, Values, settle_outer_session
from tests.sample_data import PASSWORD, Town, make_town

sqlite_only = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

# Marks of two classes, in the order that a normalisation has to turn round.
MARKS = "a" + "\u0301" * 20_000 + "\u0327" * 20_000
HEADERS = [
    *("Accept-Encoding", "Accept-Language", "Accept", "Cookie", "Host", "If-Modified-Since", "If-None-Match"),
    *("If-Range", "Origin", "Range", "Referer", "User-Agent", "X-Forwarded-For", "X-CSRFToken"),
]
REPEATED = [
    ", ",
    '"a", ',
    'a="',
    "a;q=0.1,",
    ";a=",
    "\\",
    '"\\"',
    " ",
    "a=b; ",
    "0-1,",
    "%",
    "(",
    "xn--",
    ".a",
]


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def client(app: Flask, town: Town) -> FlaskClient:
    settle_outer_session()
    return app.test_client()


class Stopwatch:
    """Measures processor time of this process, so that a busy machine is no reason."""

    def __init__(self) -> None:
        """Start it."""
        self.begun = time.process_time()

    @property
    def seconds(self) -> float:
        """The time since it was started."""
        return time.process_time() - self.begun


def token_of(client: FlaskClient, path: str) -> str:
    """Read the token of the form on a page."""
    soup = BeautifulSoup(client.get(path).get_data(), "html.parser")
    return str(soup.select_one("main [name=csrf_token]")["value"])  # type: ignore[index]


@sqlite_only
@pytest.mark.parametrize(
    ("path", "field"),
    [
        *((path, field) for path in ("/konto/nowe", "/logowanie") for field in ("email", "password")),
        *(("/konto/nowe", field) for field in ("name", "phone")),
    ],
)
def test_a_field_of_forty_thousand_marks_is_refused_at_once(
    client: FlaskClient, path: str, field: str
) -> None:
    token = token_of(client, path)
    data = {"email": "ola@example.org", "password": PASSWORD, "csrf_token": token, field: MARKS}
    watch = Stopwatch()
    answer = client.post(path, data=data)
    assert watch.seconds < 0.5
    assert answer.status_code == 422
    soup = BeautifulSoup(answer.get_data(), "html.parser")
    assert soup.select_one(f"main [name={field}][aria-invalid]") is not None


@sqlite_only
def test_what_is_typed_with_marks_of_its_own_is_taken(app: Flask, town: Town) -> None:
    browser = Browser(app)
    browser.get("/konto/nowe")
    name = unicodedata.normalize("NFD", "Żółć Ёжик " * 12)[:200].strip()
    assert len(name) > 120
    page = browser.submit(name=name, email="zolc@example.org", password="cztery dobre słowa", adult=True)
    assert page.status == 200


@given(st.text(st.sampled_from("aż\u0301\u0327\u0344\u1112\u1161\u11ab 한ệ"), max_size=MAX_MARKS))
def test_texts_that_people_write_come_out_in_nfc(text: str) -> None:
    assert normalize_nfc(text) == unicodedata.normalize("NFC", text)


def test_cleaning_takes_time_with_the_length_and_not_with_its_square() -> None:
    watch = Stopwatch()
    assert len(clean_text(MARKS * 10)) <= (MAX_MARKS + 1) * 10
    assert watch.seconds < 1


@sqlite_only
@pytest.mark.parametrize("header", HEADERS)
def test_no_header_holds_the_site_up(client: FlaskClient, header: str) -> None:
    paths = ("/logowanie", "/kalendarz/", "/kalendarz.ics")
    for path in paths:
        # Its template is compiled at its first showing.
        client.get(path)
    for repeated in REPEATED:
        value = '"a"' + repeated * (7900 // len(repeated)) + "x"
        for path in paths:
            watch = Stopwatch()
            answer = client.get(path, headers={header: value})
            assert answer.status_code < 500, repeated
            assert watch.seconds < 0.5, repeated


def ask(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Ask for a page in a context of its own."""
    return Context().run(lambda: client.get(path, headers=headers))


@sqlite_only
def test_an_address_or_a_header_longer_than_any_of_ours_is_refused(client: FlaskClient) -> None:
    long = "a" * (request_limits.MAX_ADDRESS - 20)
    assert ask(client, f"/kalendarz/?x={long}").status_code == 200
    assert ask(client, f"/kalendarz/?x={long}{'a' * 20}").status_code == 414
    assert ask(client, f"/{'a' * 5000}").status_code == 414
    assert ask(client, "/kalendarz/", Referer="a" * request_limits.MAX_HEADER).status_code == 200
    assert ask(client, "/kalendarz/", Referer="a" * (request_limits.MAX_HEADER + 1)).status_code == 431


@sqlite_only
def test_a_form_of_more_fields_than_any_of_ours_is_refused_before_they_are_read(client: FlaskClient) -> None:
    watch = Stopwatch()
    answer = client.post("/logowanie", data="&a=" * 200_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert watch.seconds < 0.2


@sqlite_only
def test_the_longest_rules_in_ukrainian_can_be_published(app: Flask, town: Town) -> None:
    browser = Browser(app).sign_in("ewa@example.org", PASSWORD)
    browser.get("/praca/regulamin/nowy")
    words: Values = {"title": "Правила", "body": "ж" * 100_000, "effective_on": clock.today().isoformat()}
    page = browser.submit(button="See how it will read", **words)
    assert len(page.one("[name=body]").get_text().strip()) == 100_000


@sqlite_only
@pytest.mark.parametrize("path", ["/konto/nowe", "/logowanie"])
def test_neither_a_file_nor_json_stands_in_for_a_text(client: FlaskClient, path: str) -> None:
    token = token_of(client, path)
    file = client.post(path, data={"csrf_token": token, "email": (io.BytesIO(b"a"), "a.txt")})
    assert file.status_code == 422
    for body in ({"email": 1, "name": ["a"]}, {"email": None}, {}):
        answer = client.post(path, json=body, headers={"X-CSRFToken": token})
        assert answer.status_code == 422, body
    assert client.post(path, json=[1], headers={"X-CSRFToken": token}).status_code == 422


@pytest.mark.parametrize("repeated", ["[", "![", "*a_ ", "`", "<a ", "> ", "- ", "[a](", "**a", "[a]: b\n"])
def test_no_text_of_the_rules_holds_the_site_up(repeated: str) -> None:
    watch = Stopwatch()
    render_markdown(repeated * (20_000 // len(repeated)))
    assert watch.seconds < 2
