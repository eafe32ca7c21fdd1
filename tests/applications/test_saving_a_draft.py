"""What was begun is kept: by a button, by the page itself, on the way back to another page."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text

from mal.applications import drafts
from mal.applications.models import Application, ApplicationDraft
from mal.notifications.worker import Worker
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.errors import NotAllowed
from tests.applications.asking_steps import DETAILS, choose, describe
from tests.client import Browser
from tests.factories import days_ahead
from tests.sample_data import PASSWORD, Town, make_town

QUIETLY = {"Accept": "application/json"}


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def saved() -> list[ApplicationDraft]:
    return list(db.session.scalars(select(ApplicationDraft).order_by(ApplicationDraft.id)))


def keep(account: Account, key: str, title: str = "Próba") -> ApplicationDraft:
    begun = drafts.DraftInput(form_key=key, step="opis", address="sala=1", answers={"title": title})
    draft = drafts.save_draft(begun, account)
    db.session.commit()
    return draft


def test_a_button_on_the_last_page_keeps_what_is_typed_and_leads_home(browser: Browser, town: Town) -> None:
    describe(browser, town)
    page = browser.submit(button="Save and finish later", title="Próba chóru", purpose="Śpiewamy")
    assert page.heading == "My meetings"
    assert "Unfinished application" in page.text
    (draft,) = saved()
    assert draft.account_id == town.anna.id
    assert (draft.answers["title"], draft.answers["purpose"]) == ("Próba chóru", "Śpiewamy")
    assert f"termin={days_ahead(14).isoformat()}" in draft.address


def test_the_page_of_dates_keeps_what_is_ticked(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    last = days_ahead(14) + timedelta(weeks=2)
    choose(browser, town, co="1", do_dnia=last.isoformat())
    page = browser.submit(button="Save and finish later", termin=[last.isoformat()])
    assert "17:00–19:00, every week" in page.text
    (draft,) = saved()
    assert draft.step == "terminy"
    assert draft.address.count("termin=") == 1
    assert last.isoformat() in draft.address


def test_the_page_of_rooms_keeps_the_time(browser: Browser, town: Town) -> None:
    browser.sign_in("anna@example.org", PASSWORD)
    browser.get("/wnioski/nowy/sale", data=days_ahead(14).isoformat(), od="17:00", do="19:00", osob=20)
    browser.submit(button="Save and finish later")
    assert saved()[0].step == "sale"


def test_a_stranger_is_offered_no_draft(browser: Browser, town: Town) -> None:
    page = choose(browser, town)
    assert "finish later" not in page.text


def test_the_page_saves_by_itself_and_says_when(browser: Browser, town: Town) -> None:
    page = describe(browser, town)
    form = page.one("form[data-saves]")
    sent = {
        "csrf_token": page.one("main [name=csrf_token]")["value"],
        "form_key": page.one("main [name=form_key]")["value"],
        "title": "Pró",
    }
    for title in ("Pró", "Próba"):
        answer = browser.client.post(str(form["data-saves"]), data={**sent, "title": title}, headers=QUIETLY)
        assert answer.status_code == 200
        assert str((answer.json or {})["said"]).startswith("Draft saved at ")
    (draft,) = saved()
    assert draft.answers["title"] == "Próba"


def test_going_back_to_the_dates_and_on_again_keeps_what_is_typed(browser: Browser, town: Town) -> None:
    describe(browser, town)
    page = browser.submit(button="Change the dates", title="Próba chóru", message="Będzie pianino")
    assert page.heading == "Check the dates"
    page = browser.submit(button="Go on")
    assert page.one("[name=title]")["value"] == "Próba chóru"
    assert page.one("[name=message]").get_text(strip=True) == "Będzie pianino"


def test_so_it_is_when_someone_comes_back_another_way(browser: Browser, town: Town) -> None:
    describe(browser, town)
    browser.submit(button="Change the dates", title="Próba chóru")
    choose(browser, town, data=days_ahead(21).isoformat())
    page = browser.submit(button="Go on")
    assert page.one("[name=title]")["value"] == "Próba chóru"


def test_nothing_is_kept_where_nothing_was_typed(browser: Browser, town: Town) -> None:
    describe(browser, town)
    page = browser.submit(button="2 Room (done)")
    assert page.heading == "Choose a room"
    assert saved() == []


def test_sending_lets_the_draft_go(browser: Browser, town: Town) -> None:
    describe(browser, town)
    browser.submit(button="Change the dates", title="Próba chóru")
    browser.submit(button="Go on")
    assert len(saved()) == 1
    browser.submit(button="Send the application", **DETAILS)
    assert saved() == []
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1


def test_what_was_sent_is_not_kept_again_by_a_page_left_open(browser: Browser, town: Town) -> None:
    left_open = describe(browser, town)
    browser.submit(button="Send the application", **DETAILS)
    browser.page = left_open
    page = browser.submit(button="Save and finish later", title="Jeszcze raz")
    assert "has been sent already" in page.text
    assert saved() == []


def test_of_many_drafts_the_latest_five_stay(in_app: Flask, town: Town) -> None:
    for number in range(7):
        with clock.at(clock.now() + timedelta(minutes=number)):
            keep(town.anna, f"{number:032}", title=str(number))
    assert [draft.answers["title"] for draft in saved()] == ["2", "3", "4", "5", "6"]


def test_a_month_later_a_draft_is_gone_whoever_saves_next(in_app: Flask, town: Town) -> None:
    keep(town.anna, "a" * 32)
    with clock.at(clock.now() + timedelta(days=31)):
        keep(town.bartek, "b" * 32)
    assert [draft.account_id for draft in saved()] == [town.bartek.id]


def test_nobody_writes_over_the_draft_of_another(in_app: Flask, town: Town) -> None:
    keep(town.anna, "a" * 32)
    with pytest.raises(NotAllowed):
        keep(town.bartek, "a" * 32)


def test_what_nobody_types_by_chance_is_kept_clean_or_not_at_all(browser: Browser, town: Town) -> None:
    page = describe(browser, town)
    sent = {
        "csrf_token": page.one("main [name=csrf_token]")["value"],
        "form_key": "\x00",
        "title": "Pró\x00ba" + "x" * 9000,
        "activity": "no such thing",
        "audience": ["seniors", "nobody"],
        "group": "9" * 50,
        "sala": "1 OR 1",
    }
    answer = browser.client.post(str(page.one("form[data-saves]")["data-saves"]), data=sent)
    assert answer.status_code == 303
    (draft,) = saved()
    assert draft.answers["title"].startswith("Pró ba")
    assert len(draft.answers["title"]) == 3000
    assert (draft.answers["activity"], draft.answers["audience"]) == ("", ["seniors"])
    assert "OR" not in draft.address


def test_the_worker_lets_old_drafts_go_even_where_nobody_saves(in_app: Flask, town: Town) -> None:
    keep(town.anna, "a" * 32)
    with clock.at(clock.now() + timedelta(days=31)):
        Worker(None, threading.Event()).run_batch()
    assert saved() == []


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_saving_never_waits_for_the_old_draft_of_another(in_app: Flask, town: Town) -> None:
    old = keep(town.bartek, "b" * 32)
    with clock.at(clock.now() + timedelta(days=31)), db.engine.connect() as elsewhere:
        elsewhere.execute(
            select(ApplicationDraft.id).where(ApplicationDraft.id == old.id).with_for_update()
        ).all()
        db.session.rollback()
        db.session.execute(text("SET lock_timeout = '1s'"))
        keep(town.anna, "a" * 32)
        elsewhere.rollback()
    assert len(saved()) == 2


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_what_is_thrown_away_while_it_is_saved_again_breaks_nothing(in_app: Flask, town: Town) -> None:
    keep(town.anna, "a" * 32)
    with db.engine.connect() as elsewhere:
        elsewhere.execute(delete(ApplicationDraft))
        thrown = threading.Timer(0.3, elsewhere.commit)
        thrown.start()
        keep(town.anna, "a" * 32, title="Dalej")
        thrown.join()
    assert [draft.answers["title"] for draft in saved()] == ["Dalej"]
