"""The browser of the tests fills in forms as a person's would, and misses nothing it should see."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, json, request
from sqlalchemy import update

from mal.places.models import Site
from mal.shared.database import db
from tests.client import Browser, Page

FORM = """
<form method="post" action="/sent"><input type="hidden" name="csrf_token" value="token">
<label>Tytuł <input name="title" value="Próba"></label>
<label>Uwagi <textarea name="note">Ciasno</textarea></label>
<label>Sala <select name="room"><option value="1">A</option>
<option value="2" selected>B</option></select></label>
<label><input type="radio" name="open" value="yes" checked> Otwarte</label>
<label><input type="radio" name="open" value="no"> Zamknięte</label>
<label><input type="checkbox" name="agreed" value="1"> Zgoda</label>
<label><input type="checkbox" name="day" value="mon" checked> Pn</label>
<label><input type="checkbox" name="day" value="tue"> Wt</label>
<button name="step" value="send">Wyślij</button><button name="step" value="keep">Zachowaj</button></form>
<form action="/sent"><label>Szukaj <input name="q"></label><button>Szukaj</button></form>
<a href="/deed/nothing">Nic</a>
"""
AS_IT_STANDS = {
    "csrf_token": ["token"],
    "title": ["Próba"],
    "note": ["Ciasno"],
    "room": ["2"],
    "open": ["yes"],
    "day": ["mon"],
    "step": ["send"],
}
PAGE = "<!doctype html><html lang=pl><title>T</title><body><main><h1>N</h1>{}</main></body></html>"


def leave_added() -> None:
    db.session.add(a_site())


def leave_flushed() -> None:
    leave_added()
    db.session.flush()


def leave_updated() -> None:
    db.session.execute(update(Site).values(name="Inna"))


def commit() -> None:
    leave_flushed()
    db.session.commit()


def roll_back() -> None:
    leave_flushed()
    db.session.rollback()


DEEDS = {deed.__name__: deed for deed in (leave_added, leave_flushed, leave_updated, commit, roll_back)}


def a_site() -> Site:
    return Site(slug="x", name="X", letter="X", address="X", phone="X", email="x@example.org")


@pytest.fixture
def planted(database_url: str) -> Iterator[Flask]:
    """A small site of its own, with a form and with deeds that forget to commit."""
    app = Flask("planted")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db.init_app(app)

    @app.get("/")
    def start() -> str:
        return PAGE.format(FORM)

    @app.route("/sent", methods=["GET", "POST"])
    def sent() -> str:
        return PAGE.format(json.dumps(request.values.to_dict(flat=False)))

    @app.route("/deed/<name>", methods=["GET", "POST"])
    def deed(name: str) -> str:
        DEEDS.get(name, lambda: None)()
        return PAGE.format("done")

    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def sent_by(page: Page) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(page.text.removeprefix("N "))
    return read


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_form_is_sent_as_it_stands(planted: Flask) -> None:
    browser = Browser(planted)
    browser.get("start")
    assert sent_by(browser.submit(button="Wyślij")) == AS_IT_STANDS


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("filled", "changed"),
    [
        ({"title": "Chór"}, {"title": ["Chór"]}),
        ({"room": 1, "open": "no"}, {"room": ["1"], "open": ["no"]}),
        ({"agreed": True}, {"agreed": ["1"]}),
        ({"day": ["mon", "tue"]}, {"day": ["mon", "tue"]}),
        ({"day": None}, {"day": []}),
        ({"button": "Zachowaj"}, {"step": ["keep"]}),
    ],
)
def test_what_is_filled_in_is_sent(
    planted: Flask, filled: dict[str, Any], changed: dict[str, list[str]]
) -> None:
    browser = Browser(planted)
    browser.get("start")
    wanted = {name: values for name, values in (AS_IT_STANDS | changed).items() if values}
    assert sent_by(browser.submit("form[method=post]", **filled)) == wanted


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_form_is_found_by_its_fields(planted: Flask) -> None:
    browser = Browser(planted)
    browser.get("start")
    assert sent_by(browser.submit(q="chór")) == {"q": ["chór"]}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_is_not_offered_cannot_be_chosen(planted: Flask) -> None:
    browser = Browser(planted)
    browser.get("start")
    with pytest.raises(AssertionError, match="room has no"):
        browser.submit(room=3)
    with pytest.raises(AssertionError, match="0 forms"):
        browser.submit(colour="red")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_link_is_followed_by_its_words(planted: Flask) -> None:
    browser = Browser(planted)
    browser.get("start")
    assert browser.follow("Nic").text == "N done"
    with pytest.raises(AssertionError, match="0 links"):
        browser.follow("Coś")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("deed", ["leave_added", "leave_flushed", "leave_updated"])
def test_a_request_that_forgets_to_commit_is_noticed(planted: Flask, method: str, deed: str) -> None:
    with pytest.raises(AssertionError, match="nobody committed"):
        getattr(Browser(planted), method)(f"/deed/{deed}")


@pytest.mark.parametrize("deed", ["nothing", "commit", "roll_back"])
def test_a_request_that_settles_its_changes_passes(planted: Flask, deed: str) -> None:
    assert Browser(planted).post(f"/deed/{deed}").text == "N done"


def test_a_test_and_the_browser_see_each_others_changes(planted: Flask) -> None:
    with planted.app_context():
        site = a_site()
        site.slug = "y"
        db.session.add(site)
        db.session.commit()
        assert site.name == "X"
        db.session.execute(update(Site).values(name="Y"))
        Browser(planted).get("/deed/nothing")
        site.letter = "Z"
        Browser(planted).post("/deed/roll_back", expecting=200)
        assert (site.name, site.letter) == ("Y", "Z")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_another_status_than_expected_is_noticed(planted: Flask) -> None:
    with pytest.raises(AssertionError, match="answered 404, not 200"):
        Browser(planted).get("/nowhere")
