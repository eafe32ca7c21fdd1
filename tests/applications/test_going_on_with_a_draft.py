"""A draft is opened where it was left, by its owner alone; what no longer fits is said."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.applications import submission
from mal.applications.models import Application, ApplicationDraft
from mal.bookings.models import Occurrence
from mal.shared import clock
from mal.shared.database import db
from tests.applications.asking_steps import DETAILS, choose, describe
from tests.client import Browser, Page
from tests.factories import days_ahead, evening, make_request
from tests.sample_data import PASSWORD, Town, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def begin(browser: Browser, town: Town) -> ApplicationDraft:
    """Type half of an application and leave."""
    describe(browser, town)
    browser.submit(
        button="Save and finish later", title="Próba chóru", purpose="Śpiewamy", audience=["seniors"]
    )
    return db.session.scalars(select(ApplicationDraft)).one()


def resume(browser: Browser, draft: ApplicationDraft) -> Page:
    return browser.get(f"/wnioski/szkice/{draft.id}")


def test_it_opens_where_it_was_left_with_all_that_was_typed_and_can_be_sent(
    browser: Browser, town: Town
) -> None:
    begin(browser, town)
    page = browser.follow("Finish it : Próba chóru")
    assert page.heading == "What will you do?"
    assert page.one("[name=title]")["value"] == "Próba chóru"
    assert page.one("[name=purpose]").get_text(strip=True) == "Śpiewamy"
    assert [box["value"] for box in page.all("[name=audience][checked]")] == ["seniors"]
    assert "Draft saved at" in page.one("[data-said]").get_text()
    page = browser.submit(button="Send the application", **DETAILS)
    assert "We have your application" in page.text
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1
    assert "Unfinished" not in browser.get("/moje").text


def test_the_acceptance_of_the_rules_is_never_kept(browser: Browser, town: Town) -> None:
    page = resume(browser, begin(browser, town))
    assert not page.all("[name=accepts][checked]")


def test_nobody_opens_or_fills_in_the_draft_of_another(browser: Browser, town: Town) -> None:
    draft = begin(browser, town)
    bartek = browser.another().sign_in("bartek@example.org", PASSWORD)
    bartek.get(f"/wnioski/szkice/{draft.id}", expecting=403)
    page = bartek.get(f"/wnioski/nowy/opis?{draft.address}&szkic={draft.id}")
    assert "Próba chóru" not in page.body
    assert "Unfinished" not in bartek.get("/moje").text


def test_where_its_room_is_gone_another_can_be_chosen_and_the_text_stays(
    browser: Browser, town: Town
) -> None:
    draft = begin(browser, town)
    town.hall.retired_at = clock.now()
    db.session.commit()
    page = resume(browser, draft)
    assert page.heading == "Choose a room"
    assert "This room can no longer be asked for" in page.text
    browser.follow("Choose Sala Z Aneksem, Brzozowa")
    page = browser.submit(button="Go on")
    assert page.one("[name=title]")["value"] == "Próba chóru"


def test_where_its_days_are_over_others_can_be_chosen_and_the_text_stays(
    browser: Browser, town: Town
) -> None:
    draft = begin(browser, town)
    gone = (clock.today() - timedelta(days=1)).isoformat()
    draft.address = draft.address.replace(days_ahead(14).isoformat(), gone)
    db.session.commit()
    page = resume(browser, draft)
    assert page.heading == "Check the dates"
    assert "These days are over" in page.text
    browser.submit(button="Check this day", data=days_ahead(21).isoformat())
    page = browser.submit(button="Go on")
    assert page.one("[name=title]")["value"] == "Próba chóru"


def test_an_address_that_says_nothing_any_more_leads_to_the_first_page(browser: Browser, town: Town) -> None:
    draft = begin(browser, town)
    draft.address = "sala=1"
    db.session.commit()
    page = browser.get(f"/wnioski/szkice/{draft.id}", expecting=422)
    assert page.heading == "When do you want to meet?"


def test_after_a_month_there_is_no_such_page(browser: Browser, town: Town) -> None:
    draft = begin(browser, town)
    draft.saved_at = clock.now() - timedelta(days=31)
    db.session.commit()
    browser.get(f"/wnioski/szkice/{draft.id}", expecting=404)
    assert "Unfinished" not in browser.get("/moje").text


def test_throwing_it_away_leaves_nothing(browser: Browser, town: Town) -> None:
    begin(browser, town)
    page = browser.submit(button="Throw it away : Próba chóru")
    assert "Thrown away" in page.text
    assert "Unfinished" not in page.text
    assert db.session.scalar(select(func.count()).select_from(ApplicationDraft)) == 0


def test_nobody_throws_away_what_another_began(browser: Browser, town: Town) -> None:
    draft = begin(browser, town)
    bartek = browser.another().sign_in("bartek@example.org", PASSWORD)
    token = str(bartek.get("/grupy/nowa").one("main [name=csrf_token]")["value"])
    bartek.post(f"/wnioski/szkice/{draft.id}/wyrzuc", {"csrf_token": token}, expecting=403)
    assert db.session.scalar(select(func.count()).select_from(ApplicationDraft)) == 1


def test_two_windows_that_share_a_draft_send_two_applications(browser: Browser, town: Town) -> None:
    first = describe(browser, town)
    browser.submit(button="Change the dates", title="Próba chóru")
    choose(browser, town, data=days_ahead(21).isoformat())
    second = browser.submit(button="Go on")
    key = "main [name=form_key]"
    assert second.one(key)["value"] == first.one(key)["value"]
    for window in (second, first, first):
        browser.page = window
        browser.submit(button="Send the application", **DETAILS)
    days = db.session.scalars(select(Occurrence.on_date).order_by(Occurrence.on_date)).all()
    assert days == [days_ahead(14), days_ahead(21)]


def test_it_is_while_sending_that_one_form_is_told_from_another(town: Town) -> None:
    """Two windows at once: whoever comes second finds the first only behind the lock."""
    sent = [
        submission.submit(
            make_request(town, spans=[evening(ahead)]),
            form_key="a" * 32,
            applicant=town.anna,
            regulation=town.regulation,
        )
        for ahead in (14, 21, 21, 14)
    ]
    assert sent[0] is sent[3]
    assert sent[1] is sent[2]
    assert sent[0] is not sent[1]
