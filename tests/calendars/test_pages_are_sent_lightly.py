"""Public pages: compressed once, named by their content, and not sent to those who have them."""

import gzip
from contextvars import Context

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.client import Browser, settle_outer_session
from tests.factories import days_ahead, evening, make_approved
from tests.sample_data import PASSWORD, Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

KEPT = ["/", "/kalendarz/", "/kalendarz/lista", "/miejsca/brzozowa", "/miejsca/brzozowa/sala-duza"]
GZIP = {"Accept_Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture
def town(in_app: Flask) -> Town:
    town = make_town()
    make_approved(town, spans=[evening(14)])
    settle_outer_session()
    return town


@pytest.fixture
def client(app: Flask, town: Town) -> FlaskClient:
    return app.test_client()


def ask(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Send a request that shares nothing with the test, as on a real server."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    settle_outer_session()
    return Context().run(lambda: client.get(path, headers=named))


@pytest.mark.parametrize("path", KEPT)
def test_a_public_page_goes_compressed_and_says_the_same(client: FlaskClient, path: str) -> None:
    plain, zipped = ask(client, path), ask(client, path, **GZIP)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(zipped.data) == plain.data
    assert int(zipped.headers["Content-Length"]) == len(zipped.data) < len(plain.data) / 2
    for answer in (plain, zipped):
        assert {"Accept-Encoding", "Cookie"} <= set(answer.vary)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.mimetype == "text/html"
    assert plain.get_etag() == zipped.get_etag()
    assert plain.get_etag()[1], "one name for two codings can only be a weak one"


@pytest.mark.parametrize(
    ("coding", "wanted"),
    [
        ("gzip", "gzip"),
        ("*", "gzip"),
        ("br;q=1, gzip;q=0.5", "gzip"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0, *;q=0.1", "gzip"),
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip;q=0", None),
        ("gzip;q=0, *", None),
        ("*;q=0", None),
        ("gzip;q=0.1, identity;q=0.9", None),
    ],
)
def test_everyone_gets_the_coding_they_read(client: FlaskClient, coding: str, wanted: str | None) -> None:
    for path in ("/kalendarz/", "/kalendarz.ics"):
        answer = ask(client, path, Accept_Encoding=coding)
        assert answer.status_code == 200
        assert answer.headers.get("Content-Encoding") == wanted, path


@pytest.mark.parametrize("coding", [{}, GZIP])
def test_who_has_the_page_is_told_so_whichever_coding_it_came_in(
    client: FlaskClient, coding: dict[str, str]
) -> None:
    for first in ({}, GZIP):
        tag = ask(client, "/kalendarz/", **first).headers["ETag"]
        for header in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
            answer = ask(client, "/kalendarz/", **coding, If_None_Match=header)
            assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag), header
            assert {"Accept-Encoding", "Cookie"} <= set(answer.vary)
            assert answer.headers["Cache-Control"] == "no-cache"
    for header in ('"other"', 'W/"other"', "", "no quotes"):
        answer = ask(client, "/kalendarz/", **coding, If_None_Match=header)
        assert answer.status_code == 200, header


def test_head_says_what_get_would_without_the_page(client: FlaskClient) -> None:
    got, head = (
        ask(client, "/kalendarz/", **GZIP),
        client.head("/kalendarz/", headers={"Accept-Encoding": "gzip"}),
    )
    assert head.data == b""
    for name in ("ETag", "Content-Encoding", "Content-Length"):
        assert head.headers[name] == got.headers[name]


def test_another_language_and_another_booking_make_another_page(client: FlaskClient, town: Town) -> None:
    path = f"/kalendarz/?od={days_ahead(14).isoformat()}"
    polish = ask(client, path).headers["ETag"]
    client.set_cookie("mal_jezyk", "en")
    english = ask(client, path).headers["ETag"]
    make_approved(town, title="Nowe", room=town.quiet_room, spans=[evening(14)])
    again = ask(client, path, If_None_Match=english)
    assert len({polish, english, again.headers["ETag"]}) == 3
    assert again.status_code == 200
    assert "Nowe" in again.text


def test_a_page_is_compressed_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    compress = gzip.compress

    def counted(octets: bytes, level: int, *, mtime: int) -> bytes:
        done.append(len(octets))
        return compress(octets, level, mtime=mtime)

    monkeypatch.setattr(gzip, "compress", counted)
    first = ask(client, "/kalendarz/", **GZIP).data
    assert len(done) == 1
    assert {ask(client, "/kalendarz/", **GZIP).data for _ in range(3)} == {first}
    assert len(done) == 1


def test_what_holds_a_name_or_a_token_is_never_compressed(app: Flask, town: Town) -> None:
    """By its compressed length whoever can add to a page finds out its secrets (BREACH)."""
    stranger, leader = Browser(app), Browser(app).sign_in(town.anna.email, PASSWORD)
    pages = [(stranger, "/logowanie"), (stranger, "/konto/nowe")]
    pages += [(leader, path) for path in (*KEPT, "/moje", "/grupy/nowa")]
    for browser, path in pages:
        answer = ask(browser.client, path, **GZIP)
        assert "csrf_token" in answer.text, path
        assert "Content-Encoding" not in answer.headers, path
        assert "ETag" not in answer.headers, path
        assert answer.headers["Cache-Control"] == "no-store", path


def test_no_page_that_is_compressed_holds_a_token(client: FlaskClient, town: Town) -> None:
    ask(client, "/logowanie")
    for path in KEPT:
        answer = ask(client, path, **GZIP)
        soup = BeautifulSoup(gzip.decompress(answer.data), "html.parser")
        assert not soup.select("[name=csrf_token]"), path
        assert "Set-Cookie" not in answer.headers, path


def test_who_signs_in_is_not_told_that_the_page_is_the_same(app: Flask, town: Town) -> None:
    browser = Browser(app)
    browser.get("/kalendarz/")
    tag = ask(browser.client, "/kalendarz/").headers["ETag"]
    browser.sign_in(town.anna.email, PASSWORD)
    answer = ask(browser.client, "/kalendarz/", If_None_Match=tag)
    assert answer.status_code == 200
    assert "Anna" in answer.text
