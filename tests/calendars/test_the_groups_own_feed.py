"""A group's own calendar: a secret address that is shown once and can be replaced."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mal.applications import service as applications
from mal.calendars import date_ranges
from mal.calendars.models import FeedKey
from mal.shared import clock
from mal.shared.database import db
from tests.calendars.ical_lint import lint
from tests.client import Browser
from tests.factories import evening, make_application, make_approved
from tests.fixed_clock import Freeze
from tests.sample_data import PASSWORD, Town, make_town

BUTTON = "Show a new address"


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def anna(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("anna@example.org", PASSWORD)


def take_address(browser: Browser, town: Town) -> str:
    browser.get("calendars.group_feed", group_id=town.choir.id)
    page = browser.submit(button=BUTTON)
    address = page.one(".secret code").get_text()
    path = re.fullmatch(r"https?://[^/]+(/moj-kalendarz/[\w-]{32,}\.ics)", address)
    assert path, address
    return path[1]


def test_a_leader_takes_the_address_and_sees_it_once(town: Town, anna: Browser) -> None:
    assert "no address yet" in anna.get("calendars.group_feed", group_id=town.choir.id).text
    path = take_address(anna, town)
    assert anna.get(path).status == 200
    page = anna.get("calendars.group_feed", group_id=town.choir.id)
    assert "has had its address since" in page.text
    assert path not in page.body
    secret = path.removeprefix("/moj-kalendarz/").removesuffix(".ics")
    kept = db.session.scalars(select(FeedKey)).one()
    assert secret not in (kept.token_hash, str(vars(kept)))
    assert len(kept.token_hash) == 64


def test_the_own_feed_keeps_all_points_of_the_lint(town: Town, anna: Browser) -> None:
    make_approved(town)
    make_application(town, spans=[evening(21)])
    answer = anna.get(take_address(anna, town)).response
    assert lint(answer.data, public=False, headers=dict(answer.headers)) == []
    assert answer.headers["Cache-Control"].startswith("private")
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers
    head = {"If-None-Match": answer.headers["ETag"]}
    path = answer.request.path
    assert anna.client.get(path, headers=head).status_code == 304


def test_a_replaced_address_says_that_it_is_gone_and_the_new_one_works(town: Town, anna: Browser) -> None:
    old, new = take_address(anna, town), take_address(anna, town)
    assert old != new
    gone = anna.get(old, expecting=410).response
    assert gone.mimetype == "text/plain"
    assert "wymieniony" in gone.text
    assert anna.get(new).status == 200


def test_nonsense_is_not_found_and_no_page_to_sign_in(town: Town, browser: Browser) -> None:
    for nonsense in ("x", "a" * 32, "A" * 200, "ź"):
        answer = browser.client.get(f"/moj-kalendarz/{nonsense}.ics")
        assert (answer.status_code, answer.mimetype) == (404, "text/plain"), nonsense


def test_an_address_differs_by_the_case_of_a_letter(town: Town, anna: Browser) -> None:
    path = take_address(anna, town)
    secret = path.removeprefix("/moj-kalendarz/").removesuffix(".ics")
    anna.get(f"/moj-kalendarz/{secret.swapcase()}.ics", expecting=404)


def test_only_leaders_of_the_group_reach_the_address(town: Town, browser: Browser) -> None:
    page = browser.get("calendars.group_feed", group_id=town.choir.id)
    assert page.address.startswith("/logowanie")
    for name in ("bartek", "celina", "ewa"):
        other = browser.another().sign_in(f"{name}@example.org", PASSWORD)
        other.get("calendars.group_feed", group_id=town.choir.id, expecting=403)
    bartek = browser.another().sign_in("bartek@example.org", PASSWORD)
    bartek.get("calendars.group_feed", group_id=town.chess.id)
    token = str(bartek.page.one("form[action*=kalendarz] [name=csrf_token]")["value"]) if bartek.page else ""
    bartek.post(f"/grupy/{town.choir.id}/kalendarz", {"csrf_token": token}, expecting=403)
    assert db.session.scalars(select(FeedKey)).all() == []
    bartek.get("/grupy/999999/kalendarz", expecting=404)


def events(body: str) -> dict[str, str]:
    found = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT", body, re.DOTALL)
    return {re.findall(r"SUMMARY:([^\r]*)", event)[0]: event for event in found}


def test_what_waits_is_tentative_and_what_was_called_off_stays_for_a_while(
    town: Town, anna: Browser, freeze: Freeze
) -> None:
    make_application(town, title="Czeka", spans=[evening(14)])
    given = make_approved(town, title="Próba", spans=[evening(21), evening(28)])
    refused = make_application(town, title="Nie tym razem", spans=[evening(35)])
    applications.refuse(refused, by=town.ewa, reason="other")
    withdrawn = make_application(town, title="Jednak nie", spans=[evening(42)])
    applications.withdraw(withdrawn, by=town.anna)
    path = take_address(anna, town)
    first = given.booking.occurrences[0]
    before = events(anna.get(path).body)
    assert "STATUS:TENTATIVE" in before["Czeka na decyzję: Czeka"]
    assert "STATUS:CANCELLED" in before["ODMOWA: Nie tym razem"]
    assert "STATUS:CANCELLED" in before["WYCOFANE: Jednak nie"]

    applications.cancel_dates(given, {first.id}, by=town.anna)
    called_off = events(anna.get(path).body)["ODWOŁANE: Próba"]
    assert "STATUS:CANCELLED" in called_off
    assert "TRANSP:TRANSPARENT" in called_off
    assert f"UID:{first.uid}@" in called_off
    assert f"SEQUENCE:{first.sequence}\r\n" in called_off
    assert first.sequence > given.booking.occurrences[1].sequence

    later = clock.now() + date_ranges.KEPT_WHEN_CANCELLED + timedelta(days=1)
    freeze(later)
    assert not [name for name in events(anna.get(path).body) if name.startswith(("ODWO", "ODMOWA", "WYCO"))]


def test_every_step_changes_the_own_feed(town: Town, anna: Browser) -> None:
    path = take_address(anna, town)
    tags = [anna.get(path).response.headers["ETag"]]

    def next_tag() -> None:
        tags.append(anna.get(path).response.headers["ETag"])

    application = make_application(town, spans=[evening(14), evening(21)])
    next_tag()
    applications.approve(application, by=town.ewa)
    next_tag()
    applications.cancel_dates(application, {application.booking.occurrences[0].id}, by=town.anna)
    next_tag()
    assert len(set(tags)) == len(tags)
