"""What holds for every response: security headers, caching, cookies, error pages, methods, paths and hosts."""

from http import HTTPStatus
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from mal import create_app
from mal.config import Config
from mal.people import queries
from mal.shared.assets import addresses
from mal.shared.web import HEADERS
from tests.client import Browser
from tests.page_rules import faults_of
from tests.sample_data import PASSWORD, Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def client(app: Flask, town: Town) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/kalendarz", 308),
        ("/moje", 302),
        ("/nie-ma", 404),
        ("/kalendarz.ics", 200),
        ("/kalendarz/nie-ma.ics", 404),
        ("/static/nie-ma.css", 404),
        (addresses()["css/mal.css"], 200),
        ("/healthz", 200),
    ],
)
def test_every_response_has_the_security_headers(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_a_response_to_a_signed_in_account_is_not_stored(browser: Browser, town: Town) -> None:
    browser.sign_in(town.ewa.email, PASSWORD)
    for path in ("/", "/moje", "/praca", "/praca/raport.csv", "/nie-ma"):
        answer = browser.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path


def test_a_public_page_is_stored_but_revalidated(client: FlaskClient) -> None:
    for path in ("/kalendarz/", "/miejsca/brzozowa", "/pomoc"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-cache", path
        assert "Cookie" in answer.headers["Vary"], path
        assert "Set-Cookie" not in answer.headers, path


def test_the_session_cookie_is_http_only_and_same_site(app: Flask, town: Town) -> None:
    browser = Browser(app).sign_in(town.anna.email, PASSWORD)
    said = browser.client.get("/wnioski/nowy").headers.getlist("Set-Cookie")
    assert all("HttpOnly" in each and "SameSite=Lax" in each for each in said)
    cookie = browser.client.get_cookie("mal")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_the_session_cookie_is_secure_on_https(database_url: str) -> None:
    config = Config(database_url=database_url, secret_key="x" * 40, public_url="https://mal.example.org")
    app = create_app(config)
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-mal"
    assert app.config["SESSION_COOKIE_SECURE"]


def test_signing_in_replaces_the_session_and_the_csrf_token(app: Flask, town: Town) -> None:
    browser = Browser(app)
    browser.get("/logowanie")
    before = browser.client.get_cookie("mal")
    with browser.client.session_transaction() as session:
        token = session["csrf_token"]
    browser.sign_in(town.anna.email, PASSWORD)
    with browser.client.session_transaction() as session:
        assert session.get("csrf_token") != token
    assert before is not None
    assert before.value != getattr(browser.client.get_cookie("mal"), "value", "")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/ /evil.example",
        "///evil.example",
        "http:evil.example",
        "/x\r\nSet-Cookie: a=b",
    ],
)
def test_signing_in_never_redirects_to_another_site(app: Flask, town: Town, wanted: str) -> None:
    browser = Browser(app)
    browser.get("/logowanie", next=wanted)
    data = {"email": town.anna.email, "password": PASSWORD}
    token = browser.page.one("main [name=csrf_token]")["value"] if browser.page else ""
    answer = browser.client.post(
        "/logowanie", query_string={"next": wanted}, data={**data, "csrf_token": token}
    )
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.location == "/moje"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/%2e%2e",
        "//kalendarz//",
        "/kalendarz//lista",
        "/kalendarz/%2e%2e/praca",
        "/kalendarz/lista/",
        "/%00",
        "/%ff",
        "/kalendarz/%ed%a0%80.ics",
        "/moj-kalendarz/%00.ics",
        "/moj-kalendarz/%ff.ics",
        "/wnioski/0",
        "/wnioski/-1",
        "/wnioski/2147483648",
        "/wnioski/" + "9" * 400,
        "/wnioski/١",
        "/regulamin/99999999999999999999",
        "/miejsca/" + "a" * 3000,
        "/static/../wsgi.py",
        "/static/%2e%2e/%2e%2e/wsgi.py",
    ],
)
def test_a_malformed_path_is_redirected_within_the_site_or_not_found(client: FlaskClient, path: str) -> None:
    # The client itself would take what stands behind two slashes for a host.
    answer = client.get("/", environ_overrides={"PATH_INFO": unquote_to_bytes(path).decode("latin-1")})
    assert answer.status_code in (302, 308, 404), answer.status_code
    if answer.status_code != HTTPStatus.NOT_FOUND:
        goal = urlsplit(answer.location)
        assert goal.netloc in ("", "localhost")
        assert not goal.path.startswith("//")


def test_error_pages_have_the_layout_of_the_site(app: Flask, client: FlaskClient) -> None:
    asked = {
        404: client.get("/nie-ma"),
        405: client.get("/wyloguj"),
        400: client.post("/logowanie", data={"email": "a"}),
        413: client.post("/logowanie", data={"email": "a" * 3_000_000}),
    }
    for status, answer in asked.items():
        assert answer.status_code == status
        soup = BeautifulSoup(answer.get_data(), "html.parser")
        assert not faults_of(soup, "/nie-ma", app.url_map)
        assert soup.select_one("nav.menu")
    assert set(asked[405].allow) == {"POST", "OPTIONS"}


def test_every_route_answers_every_method(app: Flask, client: FlaskClient) -> None:
    places = {"site_slug": "brzozowa", "room_slug": "sala-duza", "token": "none"}
    for rule in app.url_map.iter_rules():
        values = {name: places.get(name, 1) for name in rule.arguments}
        built = rule.build(values, append_unknown=False)
        assert built is not None
        for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
            answer = client.open(built[1], method=method)
            assert answer.status_code < 500, f"{method} {built[1]}"
            if method not in {"HEAD", "OPTIONS"}:
                assert answer.status_code in (400, 405), f"{method} {built[1]} {answer.status_code}"
            if method == "HEAD":
                assert answer.get_data() == b""


@pytest.mark.parametrize("host", ["evil.example", "a b", "<script>", "x" * 300, "[::1", "", "żółć.example"])
def test_a_malformed_host_header_does_not_get_into_a_redirect(client: FlaskClient, host: str) -> None:
    answer = client.get("/moje", headers={"Host": host.encode().decode("latin-1")})
    assert answer.status_code in (302, 400)
    if answer.status_code == HTTPStatus.FOUND:
        assert answer.location.startswith("/logowanie")


def test_registering_one_address_twice_at_once_is_a_conflict(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "get_account_by_email", lambda _email: None)
    browser = Browser(app)
    browser.get("/konto/nowe")
    page = browser.submit(
        name="Anna", email=town.anna.email, password="three words or four", adult=True, expecting=409
    )
    assert "has just sent the same" in page.text
