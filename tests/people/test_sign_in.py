"""Signing in, signing out, and the session behind the cookie."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from mal.people.models import Account, UserSession
from mal.shared.database import db
from tests.client import Browser
from tests.sample_data import PASSWORD, make_town


@pytest.fixture(autouse=True)
def town(in_app: Flask) -> None:
    make_town()


def test_a_leader_signs_in_and_sees_her_meetings(browser: Browser) -> None:
    browser.get("/logowanie")
    page = browser.submit(email="ANNA@example.org ", password=PASSWORD)
    assert page.heading == "My meetings"


@pytest.mark.parametrize(
    ("email", "password"), [("anna@example.org", "something else"), ("nobody@example.org", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    browser: Browser, email: str, password: str
) -> None:
    browser.get("/logowanie")
    page = browser.submit(email=email, password=password, expecting=422)
    assert "do not match" in page.errors()["password"]
    assert page.one("[name=email]")["value"] == email
    assert not page.one("[name=password]").get("value")


def test_signing_out_invalidates_a_copied_cookie(browser: Browser, app: Flask) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    stolen = browser.client.get_cookie("mal")
    assert stolen is not None
    browser.get("/moje")
    browser.submit(button="Sign out")
    thief = browser.another()
    thief.client.set_cookie("mal", stolen.value)
    assert thief.get("/moje").heading == "Sign in"


def test_disabling_an_account_ends_its_sessions_at_once(browser: Browser, in_app: Flask) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    user_session = db.session.scalars(select(UserSession)).one()
    user_session.account.disabled_at = user_session.started_at
    assert browser.get("/moje").heading == "Sign in"


def test_the_session_token_is_stored_only_as_a_hash(browser: Browser, in_app: Flask) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    assert token not in db.session.scalars(select(UserSession.token_hash)).all()


def test_after_sign_in_the_page_that_was_asked_for_is_shown(browser: Browser) -> None:
    browser.get("/moje")
    page = browser.submit(email="anna@example.org", password=PASSWORD)
    assert page.address == "/moje"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\t/evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/%09/evil",
    ],
)
def test_sign_in_never_redirects_to_another_site(browser: Browser, elsewhere: str) -> None:
    browser.get("/logowanie", next=elsewhere)
    token = browser.page.one("[name=csrf_token]")["value"] if browser.page else ""
    answer = browser.client.post(
        "/logowanie",
        query_string={"next": elsewhere},
        data={"email": "anna@example.org", "password": PASSWORD, "csrf_token": token},
    )
    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    assert "\t" not in answer.location


def test_a_form_without_a_csrf_token_is_refused(browser: Browser) -> None:
    page = browser.post("/logowanie", {"email": "anna@example.org", "password": PASSWORD}, expecting=400)
    assert page.heading == "This form is out of date"


@pytest.mark.parametrize(
    ("public_url", "heading"), [("", "My meetings"), ("https://mal.example.org", "Sign in")]
)
def test_demo_accounts_cannot_sign_in_where_real_people_are_served(
    browser: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch, public_url: str, heading: str
) -> None:
    db.session.execute(update(Account).where(Account.email == "anna@example.org").values(is_demo=True))
    db.session.commit()
    served = replace(app.extensions["mal.config"], public_url=public_url)
    monkeypatch.setitem(app.extensions, "mal.config", served)
    browser.get("/logowanie")
    page = browser.submit(email="anna@example.org", password=PASSWORD, expecting=422 if public_url else 200)
    assert page.heading == heading


def test_a_real_account_signs_in_where_real_people_are_served(
    browser: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = replace(app.extensions["mal.config"], public_url="https://mal.example.org")
    monkeypatch.setitem(app.extensions, "mal.config", served)
    browser.get("/logowanie")
    assert browser.submit(email="anna@example.org", password=PASSWORD).heading == "My meetings"


def test_a_disabled_account_is_refused_with_its_right_password(browser: Browser) -> None:
    account = db.session.scalars(select(Account).where(Account.email == "anna@example.org")).one()
    account.disabled_at = account.created_at
    db.session.commit()
    browser.get("/logowanie")
    assert browser.submit(email="anna@example.org", password=PASSWORD, expecting=422).heading == "Sign in"
