"""The accessibility statement is read by machines, too; the privacy page tells all that RODO art. 13 asks for."""

from dataclasses import replace

import pytest
from flask import Flask

from mal.config import Config
from mal.demo.rooms_data import ROOMS
from mal.pages.web.about import STATEMENT
from mal.shared.database import db
from mal.shared.i18n import COOKIE
from tests.client import Browser
from tests.sample_data import make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

# Those of the technical conditions 2.0 that every statement has.
IDS = [
    "a11y-deklaracja",
    "a11y-wstep",
    "a11y-podmiot",
    "a11y-url",
    "a11y-data-publikacja",
    "a11y-data-aktualizacja",
    "a11y-status",
    "a11y-data-sporzadzenie",
    "a11y-data-przeglad",
    "a11y-kontakt",
    "a11y-osoba",
    "a11y-email",
    "a11y-telefon",
    "a11y-procedura",
    "a11y-architektura",
    "a11y-aplikacje",
]


@pytest.fixture(autouse=True)
def town(in_app: Flask) -> None:
    hall = make_town().hall
    hall.access = {
        "step_free": True,
        "adapted_toilet": False,
        "wheelchair": "Wjedziesz prosto z podwórza.",
        "hearing": "Usiądź bliżej okna.",
        "stroller": "Wózek wjedzie do środka.",
    }
    db.session.commit()


def configured(app: Flask, monkeypatch: pytest.MonkeyPatch, **settings: object) -> None:
    """Set something for this test only."""
    changed: Config = replace(app.extensions["mal.config"], **settings)
    shown = dict(app.template_context_processors)
    shown[None] = [*shown[None], lambda: {"settings": changed}]
    monkeypatch.setattr(app, "template_context_processors", shown)


def test_the_statement_has_the_required_ids_in_order(browser: Browser) -> None:
    page = browser.get("/deklaracja-dostepnosci")
    assert [str(tag["id"]) for tag in page.all("[id^=a11y-]")] == IDS


def test_the_dates_of_the_statement_are_machine_readable(browser: Browser) -> None:
    page = browser.get("/deklaracja-dostepnosci")
    days = {str(tag["id"]): (tag["datetime"], tag.get_text()) for tag in page.all("main time")}
    assert days == {
        f"a11y-data-{name}": (day.isoformat(), day.isoformat())
        for name, day in {
            "publikacja": STATEMENT.published,
            "aktualizacja": STATEMENT.changed,
            "sporzadzenie": STATEMENT.made,
            "przeglad": STATEMENT.reviewed,
        }.items()
    }


def test_the_status_has_the_wording_of_the_act(browser: Browser) -> None:
    browser.client.set_cookie(COOKIE, "pl")
    status = browser.get("/deklaracja-dostepnosci").texts("#a11y-status")[0]
    assert status.startswith("Strona internetowa jest częściowo zgodna z ustawą z dnia 4 kwietnia 2019 r.")


def test_the_statement_links_to_rooms_and_contacts(browser: Browser) -> None:
    page = browser.get("/deklaracja-dostepnosci")
    assert page.one("#a11y-email")["href"] == "mailto:mal@example.org"
    assert page.texts("#a11y-architektura dt") == ["No steps on the way"]
    assert page.one("#a11y-architektura dd a")["href"] == "/miejsca/brzozowa/sala-duza"


@pytest.mark.parametrize("path", ["/deklaracja-dostepnosci", "/prywatnosc"])
def test_the_e_delivery_address_comes_from_the_settings(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert "e-Doręczenia" not in browser.get(path).texts("main")[0]
    app.extensions["mal.kept"].forget()
    configured(app, monkeypatch, edoreczenia="AE:PL-12345-67890-ABCDE-12")
    assert "e-Doręczenia: AE:PL-12345-67890-ABCDE-12" in browser.get(path).texts("main")[0]


def test_the_data_protection_inspector_is_named_if_set(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "inspector" not in browser.get("/prywatnosc").text
    app.extensions["mal.kept"].forget()
    configured(app, monkeypatch, iod_name="Iwona Osika", iod_email="iod@example.org", record_years=10)
    text = browser.get("/prywatnosc").text
    assert "data protection inspector: Iwona Osika, iod@example.org" in text
    assert "10 full years after the year" in text


@pytest.mark.parametrize(
    "told",
    [
        "The controller of your data is Centrum Usług Społecznych w Milanówku",
        "RODO art. 6(1)(e)",
        "What others see",
        "Nobody outside the European Economic Area.",
        "What you began and did not send: 30 days.",
        "5 full years",
        "object to its use",
        "Prezes Urzędu Ochrony Danych Osobowych",
        "Must you give it?",
        "No machine decides about you",
    ],
)
def test_the_privacy_page_has_everything_that_rodo_requires(browser: Browser, told: str) -> None:
    assert told in browser.get("/prywatnosc").text


def test_the_privacy_page_names_every_cookie(app: Flask, browser: Browser) -> None:
    named = set(browser.get("/prywatnosc").texts("main li strong"))
    browser.get("/konto/nowe")
    browser.submit(".languages", button="EN – English")
    assert [name for name in named if browser.client.get_cookie(name) is None] == []
    assert named == {app.config["SESSION_COOKIE_NAME"], COOKIE}


def test_every_room_of_the_demo_describes_its_access() -> None:
    for room in ROOMS:
        assert (
            min(len(words) for words in (room.access.wheelchair, room.access.hearing, room.access.stroller))
            > 20
        )


def test_a_room_describes_its_access_before_the_facts(browser: Browser) -> None:
    page = browser.get("/miejsca/brzozowa/sala-duza")
    assert page.texts(".visitor h3") == ["I come in a wheelchair", "I do not hear well", "I come with a pram"]
    assert page.texts(".visitor p")[0] == "Wjedziesz prosto z podwórza."
    assert page.texts(".visitor__facts")[0] == "No steps on the way No adapted toilet"
