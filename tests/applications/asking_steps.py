"""The way through the pages of asking, as tests of it go."""

from tests.client import Browser, Page, Values
from tests.factories import days_ahead
from tests.sample_data import PASSWORD, Town

DETAILS: Values = {
    "title": "Próba chóru",
    "activity": "music",
    "audience": ["seniors"],
    "visibility": "open",
    "accepts": True,
}


def wish(**changes: object) -> Values:
    """Say what the choir wants: an evening in two weeks, twenty people."""
    return {"data": days_ahead(14).isoformat(), "od": "17:00", "do": "19:00", "osob": 20, **changes}


def choose(browser: Browser, town: Town, **changes: object) -> Page:
    """Go as far as the page of dates for the hall."""
    browser.get("/wnioski/nowy")
    browser.submit("form[action='/wnioski/nowy/sale']", **wish(**changes))
    return browser.follow("Choose Sala Duza, Brzozowa")


def describe(browser: Browser, town: Town, **changes: object) -> Page:
    """Sign Anna in and go as far as the last page."""
    browser.sign_in("anna@example.org", PASSWORD)
    choose(browser, town, **changes)
    return browser.submit(button="Go on")
