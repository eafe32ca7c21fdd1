"""Registration, and the profile of a group."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.people.models import Account, Group
from mal.shared.database import db
from tests.client import Browser, Values
from tests.sample_data import PASSWORD, make_town

GOOD: Values = {
    "name": "Zofia Łąka",
    "email": "zofia@example.org",
    "phone": "+48 600 000 099",
    "password": "trzy słowa wystarczą",
    "adult": True,
}


@pytest.fixture(autouse=True)
def town(in_app: Flask) -> None:
    make_town()


def test_a_new_person_registers_and_creates_a_group(browser: Browser) -> None:
    browser.get("/konto/nowe")
    page = browser.submit(**GOOD)
    assert page.heading == "Tell us about your group"
    page = browser.submit(kind="informal", name="Klub Haftu", members=7, about="Haftujemy.")
    assert page.heading == "My meetings"
    assert "Klub Haftu" in page.text
    browser.another().sign_in("zofia@example.org", GOOD["password"])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Fill in"),
        ("name", "x" * 121, "120"),
        ("email", "to nie adres", "e-mail address"),
        ("email", "a@b\x00.pl", "e-mail address"),
        ("password", "krótkie", "10"),
        ("adult", False, "adult"),
        ("phone", "6" * 41, "40"),
    ],
)
def test_an_invalid_field_shows_its_error_and_keeps_the_other_values(
    browser: Browser, field: str, value: object, words: str
) -> None:
    browser.get("/konto/nowe")
    page = browser.submit(**{**GOOD, field: value}, expecting=422)
    assert words in page.errors()[field]
    if field != "name":
        assert page.one("[name=name]")["value"] == GOOD["name"]
    assert db.session.scalar(select(func.count()).select_from(Account)) == 5


def test_an_email_address_that_has_an_account_cannot_be_registered_again(browser: Browser) -> None:
    browser.get("/konto/nowe")
    page = browser.submit(**{**GOOD, "email": "Anna@example.org"}, expecting=422)
    assert "email" in page.errors()
    Browser(browser.app).sign_in("anna@example.org", PASSWORD)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nip": "5260250275"}, "nip"),
        ({"krs": "123"}, "krs"),
        ({"kind": "informal", "members": "2"}, "members"),
        ({"members": "-4"}, "members"),
        ({"members": "9" * 30}, "members"),
        ({"members": "dużo"}, "members"),
        ({"email": "nie"}, "email"),
        ({"about": "x" * 1001}, "about"),
    ],
)
def test_an_invalid_group_profile_is_refused_at_its_field(
    browser: Browser, changes: dict[str, str], field: str
) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/grupy/nowa")
    page = browser.submit(
        **{"kind": "ngo", "name": "Fundacja Próba", "members": "10", **changes}, expecting=422
    )
    assert field in page.errors()
    assert page.one("[name=name]")["value"] == "Fundacja Próba"
    assert db.session.scalar(select(func.count()).select_from(Group)) == 2


def test_nip_and_krs_are_stored_without_hyphens_and_spaces(browser: Browser) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/grupy/nowa")
    browser.submit(kind="ngo", name="Fundacja Próba", members=10, nip="526-025-02-74", krs="0000 123 456")
    group = db.session.scalars(select(Group).where(Group.name == "Fundacja Próba")).one()
    assert (group.nip, group.krs) == ("5260250274", "0000123456")


def test_a_leader_edits_her_own_group_only(browser: Browser, in_app: Flask) -> None:
    choir = db.session.scalars(select(Group).where(Group.name == "Chór Sąsiedzki")).one()
    chess = db.session.scalars(select(Group).where(Group.name == "Szachy")).one()
    before = choir.feed_version
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("groups.edit", group_id=choir.id)
    browser.submit(name="Chór Sąsiedzki i Przyjaciele")
    db.session.refresh(choir)
    assert choir.name == "Chór Sąsiedzki i Przyjaciele"
    assert choir.feed_version == before + 1
    browser.get("groups.edit", group_id=chess.id, expecting=403)
