"""Staff read and retry the letters about rooms of their own sites."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from mal.bookings.models import BookingEvent
from mal.notifications import outbox
from mal.notifications.models import Letter, LetterState
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from tests.client import Browser
from tests.factories import make_application
from tests.sample_data import PASSWORD, Town


def make_letters(town: Town, **changes: object) -> list[Letter]:
    make_application(town, **changes)  # type: ignore[arg-type]  # a test says which
    outbox.compose_pending(100)
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def fail(letter: Letter) -> None:
    letter.state, letter.last_error, letter.attempts = LetterState.FAILED, "550 Nie ma takiej skrzynki", 3
    db.session.commit()


def signed_in(browser: Browser, account: Account) -> Browser:
    return browser.sign_in(account.email, PASSWORD)


def test_waiting_letters_can_be_read_without_a_mail_server(town: Town, browser: Browser) -> None:
    [received, *_] = make_letters(town)
    page = signed_in(browser, town.celina).get("letters.index")
    assert "no mail server has been set up" in page.text
    assert page.text.count("waiting to be sent") == 3
    page = browser.follow(received.subject)
    assert page.heading == "We have your request: Próba chóru"
    assert "17:00–19:00" in page.one("article").get_text()
    assert "anna@example.org" in page.text
    assert "Try again" not in page.texts("button")


def test_the_page_warns_only_without_a_mail_server(
    town: Town, browser: Browser, in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = in_app.extensions["mal.config"]
    with_server = type(config)(**vars(config) | {"smtp_url": "smtp://127.0.0.1:25"})
    monkeypatch.setitem(in_app.extensions, "mal.config", with_server)
    page = signed_in(browser, town.celina).get("letters.index")
    assert "no mail server" not in page.text
    assert "No letters here" in page.text


def test_a_failed_letter_shows_the_server_reply_and_can_be_retried(town: Town, browser: Browser) -> None:
    failed = make_letters(town)[0]
    fail(failed)
    page = signed_in(browser, town.celina).get("letters.index", stan="nieudane")
    assert "550 Nie ma takiej skrzynki" in page.text
    browser.follow(failed.subject)
    page = browser.submit(button="Try again")
    assert "waiting to be sent" in page.text
    db.session.refresh(failed)
    assert (failed.state, failed.attempts) == (LetterState.WAITING, 0)
    assert failed.next_try_at <= clock.now()
    browser.post(f"/praca/listy/{failed.id}/ponow", expecting=400)


def test_retrying_all_queues_the_failed_letters_of_own_sites_only(town: Town, browser: Browser) -> None:
    make_letters(town)
    for letter in make_letters(town, room=town.studio, headcount=5):
        fail(letter)
    signed_in(browser, town.celina).get("letters.index", stan="nieudane")
    page = browser.submit(button="Try all again")
    assert "3 letters will be tried again." in page.text
    db.session.expire_all()
    states = [letter.state for letter in db.session.scalars(select(Letter).order_by(Letter.id))]
    assert states == [LetterState.WAITING] * 3 + [LetterState.FAILED] * 3


def test_letters_of_another_site_are_not_shown(town: Town, browser: Browser) -> None:
    at_sosnowa = make_letters(town, room=town.studio, headcount=5, title="Gliniane garnki")
    signed_in(browser, town.celina)
    assert "Gliniane garnki" not in browser.get("letters.index").text
    browser.get("letters.show", letter_id=at_sosnowa[0].id, expecting=403)
    for account in (town.daniel, town.ewa):
        other = signed_in(browser.another(), account)
        assert "Gliniane garnki" in other.get("letters.index").text
        other.get("letters.show", letter_id=at_sosnowa[0].id)


def test_only_staff_read_make_letters(town: Town, browser: Browser) -> None:
    [letter, *_] = make_letters(town)
    assert "/logowanie" in browser.get("letters.index").address
    signed_in(browser, town.anna)
    browser.get("letters.index", expecting=403)
    browser.get("letters.show", letter_id=letter.id, expecting=403)
    browser.get("letters.show", letter_id=letter.id + 99, expecting=403)
    signed_in(browser.another(), town.ewa).get("/praca/listy/99999", expecting=404)


def test_a_sent_letter_cannot_be_retried(town: Town, browser: Browser) -> None:
    letter = make_letters(town)[0]
    fail(letter)
    signed_in(browser, town.celina).get("letters.show", letter_id=letter.id)
    letter.state = LetterState.SENT
    page = browser.submit(button="Try again")
    assert "has been sent or is on its way already" in page.text
    db.session.refresh(letter)
    assert letter.state is LetterState.SENT


def test_an_event_without_letters_is_shown_after_fifteen_minutes(town: Town, browser: Browser) -> None:
    make_application(town, title="Bez listu")
    signed_in(browser, town.celina)
    assert "Bez listu" not in browser.get("letters.index").text
    db.session.execute(update(BookingEvent).values(happened_at=clock.now() - timedelta(minutes=16)))
    db.session.commit()
    assert "Bez listu" in browser.get("letters.index").text
    elsewhere = signed_in(browser.another(), town.daniel)
    assert "Bez listu" not in elsewhere.get("letters.index").text


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_letters_are_paginated(town: Town, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mal.notifications.web.staff.PAGE_SIZE", 2)
    make_letters(town)
    page = signed_in(browser, town.celina).get("letters.index")
    assert len(page.all("tbody tr")) == 2
    page = browser.follow("Older letters")
    assert len(page.all("tbody tr")) == 1
    assert len(browser.follow("Newer letters").all("tbody tr")) == 2
    for nonsense in ("-1", "x", "9" * 30, "0", "²"):
        browser.get("letters.index", strona=nonsense, stan="?")
