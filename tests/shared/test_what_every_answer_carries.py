"""Headers, error pages and methods: what holds for every answer, whichever page it is."""

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
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_what_is_shown_to_someone_signed_in_is_kept_nowhere(browser: Browser, town: Town) -> None:
    browser.sign_in(town.ewa.email, PASSWORD)
    for path in ("/", "/moje", "/praca", "/praca/raport.csv", "/nie-ma"):
        answer = browser.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path


def test_a_public_page_may_be_kept_but_not_used_unasked(client: FlaskClient) -> None:
    for path in ("/kalendarz/", "/miejsca/brzozowa", "/pomoc"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-cache", path
        assert "Cookie" in answer.headers["Vary"], path
        assert "Set-Cookie" not in answer.headers, path


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, town: Town) -> None:
    browser = Browser(app).sign_in(town.anna.email, PASSWORD)
    said = browser.client.get("/wnioski/nowy").headers.getlist("Set-Cookie")
    assert all("HttpOnly" in each and "SameSite=Lax" in each for each in said)
    cookie = browser.client.get_cookie("mal")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_on_https_the_cookie_insists_on_it(database_url: str) -> None:
    config = Config(database_url=database_url, secret_key="x" * 40, public_url="https://mal.example.org")
    app = create_app(config)
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-mal"
    assert app.config["SESSION_COOKIE_SECURE"]


def test_signing_in_gives_another_session_and_another_token(app: Flask, town: Town) -> None:
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
def test_nobody_is_sent_away_from_the_site(app: Flask, town: Town, wanted: str) -> None:
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
def test_a_twisted_path_is_put_straight_or_not_found(client: FlaskClient, path: str) -> None:
    # The client itself would take what stands behind two slashes for a host.
    answer = client.get("/", environ_overrides={"PATH_INFO": unquote_to_bytes(path).decode("latin-1")})
    assert answer.status_code in (302, 308, 404), answer.status_code
    if answer.status_code != HTTPStatus.NOT_FOUND:
        goal = urlsplit(answer.location)
        assert goal.netloc in ("", "localhost")
        assert not goal.path.startswith("//")


def test_error_pages_have_the_site_around_them(app: Flask, client: FlaskClient) -> None:
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


def test_no_method_breaks_a_route(app: Flask, client: FlaskClient) -> None:
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
def test_a_strange_host_makes_no_address_of_its_own(client: FlaskClient, host: str) -> None:
    answer = client.get("/moje", headers={"Host": host.encode().decode("latin-1")})
    assert answer.status_code in (302, 400)
    if answer.status_code == HTTPStatus.FOUND:
        assert answer.location.startswith("/logowanie")


def test_two_who_register_one_address_at_once_are_told_so(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "get_account_by_email", lambda _email: None)
    browser = Browser(app)
    browser.get("/konto/nowe")
    page = browser.submit(
        name="Anna", email=town.anna.email, password="three words or four", adult=True, expecting=409
    )
    assert "has just sent the same" in page.text
