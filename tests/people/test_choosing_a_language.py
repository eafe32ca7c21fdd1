"""A reader chooses a language: the pages remember it, and so do the letters of who is signed in."""

import pytest
from flask import Flask

from mal.people.queries import get_account_by_email
from mal.shared.database import db
from mal.shared.i18n import COOKIE, LANGUAGES
from tests.cast import PASSWORD, make_town
from tests.pages import Browser, Page, words_of


@pytest.fixture(autouse=True)
def town(in_app: Flask) -> None:
    make_town()


@pytest.fixture
def newcomer(browser: Browser) -> Browser:
    """Somebody who has chosen no language yet."""
    browser.client.delete_cookie(COOKIE)
    return browser


def language_of(page: Page) -> str:
    """Read in which language a page says it is."""
    return str(page.one("html")["lang"])


def choose(browser: Browser, language: str) -> Page:
    """Press the button of a language on the page that is open."""
    return browser.submit(".languages", button=" – ".join(LANGUAGES[language]))


def test_the_first_page_speaks_polish_and_offers_each_language_by_its_own_name(newcomer: Browser) -> None:
    page = newcomer.get("/")
    assert language_of(page) == "pl"
    buttons = page.all(".languages button")
    assert [(b["lang"], words_of(b), b.get("aria-current")) for b in buttons] == [
        ("pl", "PL – Polski", "true"),
        ("uk", "УКР – Українська", None),
        ("en", "EN – English", None),
    ]


@pytest.mark.parametrize(("language", "words"), [("uk", "Календар"), ("en", "Calendar"), ("pl", "Kalendarz")])
def test_a_language_is_remembered_and_the_reader_stays_on_the_page(
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


def test_after_a_form_that_was_refused_the_switch_leads_to_its_page(newcomer: Browser) -> None:
    newcomer.get("/logowanie")
    newcomer.submit("main form", email="", password="", expecting=422)
    page = choose(newcomer, "en")
    assert (page.address, language_of(page)) == ("/logowanie", "en")


def test_whoever_is_signed_in_gets_letters_in_the_chosen_language_and_is_told(browser: Browser) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    page = choose(browser, "uk")
    db.session.expire_all()
    anna = get_account_by_email("anna@example.org")
    assert anna is not None
    assert anna.locale == "uk"
    assert "українською" in page.texts("[role=status]")[0]


def test_a_browser_without_a_choice_follows_the_account_once_it_signs_in(newcomer: Browser) -> None:
    page = newcomer.sign_in("anna@example.org", PASSWORD).get("/moje")
    assert language_of(page) == "en"


def test_a_choice_made_in_this_browser_outlives_signing_in_and_changes_no_letters(browser: Browser) -> None:
    browser.client.set_cookie(COOKIE, "uk")
    page = browser.sign_in("anna@example.org", PASSWORD).get("/moje")
    assert language_of(page) == "uk"
    anna = get_account_by_email("anna@example.org")
    assert anna is not None
    assert anna.locale == "en"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/\\example.org", ""])
def test_the_switch_leads_nowhere_else(browser: Browser, elsewhere: str) -> None:
    page = browser.post("/jezyk", {"jezyk": "pl", "dalej": elsewhere})
    assert page.address == "/"


@pytest.mark.parametrize("language", ["", "de", "pl\x00", "PL"])
def test_a_language_that_we_do_not_speak_changes_nothing(browser: Browser, language: str) -> None:
    browser.post("/jezyk", {"jezyk": language}, expecting=400)
    assert language_of(browser.get("/")) == "en"


def test_another_sites_form_cannot_change_anyones_letters(app: Flask) -> None:
    """A browser sends the session only with what our own pages ask: so the cookie must say SameSite."""
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    stranger = Browser(app)
    stranger.post("/jezyk", {"jezyk": "uk", "dalej": "/"})
    anna = get_account_by_email("anna@example.org")
    assert anna is not None
    assert anna.locale == "en"
