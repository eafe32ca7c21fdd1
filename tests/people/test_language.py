"""Choosing a language: remembered by a cookie for pages, and by the account for letters."""

import pytest
from flask import Flask

from mal.people.queries import get_account_by_email
from mal.shared.database import db
from mal.shared.i18n import COOKIE, LANGUAGES
from tests.client import Browser, Page, words_of
from tests.sample_data import PASSWORD, make_town


@pytest.fixture(autouse=True)
def town(in_app: Flask) -> None:
    make_town()


@pytest.fixture
def newcomer(browser: Browser) -> Browser:
    """A browser without the language cookie."""
    browser.client.delete_cookie(COOKIE)
    return browser


def language_of(page: Page) -> str:
    """Return the language that a page declares."""
    return str(page.one("html")["lang"])


def choose(browser: Browser, language: str) -> Page:
    """Press the button of a language on the open page."""
    return browser.submit(".languages", button=" – ".join(LANGUAGES[language]))


def test_pages_are_polish_by_default_and_offer_each_language_by_its_own_name(newcomer: Browser) -> None:
    page = newcomer.get("/")
    assert language_of(page) == "pl"
    buttons = page.all(".languages button")
    assert [(b["lang"], words_of(b), b.get("aria-current")) for b in buttons] == [
        ("pl", "PL – Polski", "true"),
        ("uk", "УКР – Українська", None),
        ("en", "EN – English", None),
    ]


@pytest.mark.parametrize(("language", "words"), [("uk", "Календар"), ("en", "Calendar"), ("pl", "Kalendarz")])
def test_a_chosen_language_is_remembered_and_the_page_stays_the_same(
    newcomer: Browser, language: str, words: str
) -> None:
    newcomer.get("/kalendarz/?miejsce=brzozowa")
    page = choose(newcomer, language)
    assert page.address == "/kalendarz/?miejsce=brzozowa"
    assert language_of(page) == language
    assert page.texts(".menu a")[0] == words
    assert language_of(newcomer.get("/regulamin")) == language
    kept = newcomer.client.get_cookie(COOKIE)
    assert kept is not None
    assert kept.http_only
    assert kept.same_site == "Lax"
    assert kept.expires is not None


def test_choosing_a_language_after_an_invalid_form_shows_the_page_of_the_form(newcomer: Browser) -> None:
    newcomer.get("/logowanie")
    newcomer.submit("main form", email="", password="", expecting=422)
    page = choose(newcomer, "en")
    assert (page.address, language_of(page)) == ("/logowanie", "en")


def test_the_choice_of_a_signed_in_person_changes_the_language_of_their_letters(browser: Browser) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    page = choose(browser, "uk")
    db.session.expire_all()
    anna = get_account_by_email("anna@example.org")
    assert anna is not None
    assert anna.locale == "uk"
    assert "українською" in page.texts("[role=status]")[0]


def test_without_a_cookie_signing_in_takes_the_language_of_the_account(newcomer: Browser) -> None:
    page = newcomer.sign_in("anna@example.org", PASSWORD).get("/moje")
    assert language_of(page) == "en"


def test_a_cookie_is_kept_on_signing_in_and_does_not_change_the_account(browser: Browser) -> None:
    browser.client.set_cookie(COOKIE, "uk")
    page = browser.sign_in("anna@example.org", PASSWORD).get("/moje")
    assert language_of(page) == "uk"
    anna = get_account_by_email("anna@example.org")
    assert anna is not None
    assert anna.locale == "en"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/\\example.org", ""])
def test_choosing_a_language_never_redirects_to_another_site(browser: Browser, elsewhere: str) -> None:
    page = browser.post("/jezyk", {"jezyk": "pl", "dalej": elsewhere})
    assert page.address == "/"


@pytest.mark.parametrize("language", ["", "de", "pl\x00", "PL"])
def test_an_unknown_language_is_refused(browser: Browser, language: str) -> None:
    browser.post("/jezyk", {"jezyk": language}, expecting=400)
    assert language_of(browser.get("/")) == "en"


def test_a_form_of_another_site_cannot_change_the_language_of_letters(app: Flask) -> None:
    """The form has no CSRF token: SameSite keeps the session out of requests from other sites."""
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    stranger = Browser(app)
    stranger.post("/jezyk", {"jezyk": "uk", "dalej": "/"})
    anna = get_account_by_email("anna@example.org")
    assert anna is not None
    assert anna.locale == "en"
