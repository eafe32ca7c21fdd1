"""While the database cannot be reached, every page says so and asks to come back."""

import shutil
from http import HTTPStatus
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from mal import create_app
from mal.shared.database import db
from tests.client import Browser
from tests.databases import config_for
from tests.page_rules import faults_of

PAGES = ("/", "/kalendarz/", "/kalendarz/lista", "/miejsca/brzozowa", "/wnioski/nowy", "/regulamin", "/pomoc")
OWN_PAGES = ("/moje", "/praca", "/praca/wnioski", "/grupy/nowa", "/logowanie", "/nie-ma-takiej")


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """An application whose database cannot be reached."""
    if request.param == "postgresql":
        # Nobody listens on port 1.
        app = create_app(config_for("postgresql+psycopg://mal:mal@127.0.0.1:1/mal"))
    else:
        folder = tmp_path / "gone"
        app = create_app(config_for(f"sqlite:///{folder / 'mal.db'}"))
        shutil.rmtree(folder)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def visitor(app: Flask, *, signed_in: bool) -> FlaskClient:
    client = app.test_client()
    if signed_in:
        with client.session_transaction() as session:
            session["_user_id"] = "somebody's secret"
    return client


@pytest.mark.parametrize("signed_in", [False, True])
def test_each_page_is_unavailable_for_a_moment(app: Flask, signed_in: bool) -> None:
    client = visitor(app, signed_in=signed_in)
    for path in (*PAGES, *(OWN_PAGES if signed_in else ())):
        answer = client.get(path)
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, path
        assert answer.headers["Retry-After"] == "30"
        soup = BeautifulSoup(answer.get_data(), "html.parser")
        assert not faults_of(soup, path, app.url_map), path
        assert "Traceback" not in answer.text
        assert "127.0.0.1:1/" not in answer.text


def test_the_process_is_healthy_but_not_ready(app: Flask) -> None:
    client = visitor(app, signed_in=True)
    assert client.get("/healthz").status_code == HTTPStatus.OK
    assert client.get("/readyz").status_code == HTTPStatus.SERVICE_UNAVAILABLE


def test_a_form_that_is_sent_is_unavailable_too(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = visitor(app, signed_in=False).post(
        "/logowanie", data={"email": "anna@example.org", "password": "three words or four"}
    )
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE


class TestFailingCommit:
    """The connection is lost when the request commits."""

    @pytest.fixture
    def app(self, database_url: str) -> Flask:
        app = create_app(config_for(database_url))
        app.config["PROPAGATE_EXCEPTIONS"] = False
        return app

    @pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
    def test_nothing_is_said_to_be_saved(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = Browser(app)
        browser.get("/konto/nowe")

        def commit() -> None:
            raise OperationalError("COMMIT", None, Exception("the line is cut"))

        monkeypatch.setattr(db.session, "commit", commit)
        page = browser.submit(
            name="Anna",
            email="anna@example.org",
            password="three words or four",
            adult=True,
            expecting=HTTPStatus.SERVICE_UNAVAILABLE,
        )
        assert page.heading == "Please try again in a moment"
        monkeypatch.undo()
        browser.get("/logowanie")
        browser.submit(email="anna@example.org", password="three words or four", expecting=422)
