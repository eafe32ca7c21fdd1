from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from mal.applications.models import Application
from mal.bookings.models import BookingEvent
from mal.bookings.states import DateState, Step
from mal.monitoring import service as monitoring
from mal.monitoring.models import UsageCard
from mal.monitoring.usage_card import CardInput
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import local_timespan
from tests.client import Browser, Page, settle_outer_session
from tests.factories import evening, make_approved
from tests.sample_data import FIVE, NINE, PASSWORD, SEVEN, TEN, Town, make_town
from tests.statements import statements

KEEP = 'form[action*="/dzien/"][method=post]'


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


@pytest.fixture
def morning(town: Town) -> Application:
    return held(town, title="Gimnastyka", spans=[local_timespan(past(), NINE, TEN)])


@pytest.fixture
def night(town: Town) -> Application:
    return held(town, title="Próba", spans=[local_timespan(past(), FIVE, SEVEN)])


def past() -> date:
    return clock.today() - timedelta(days=7)


def held(town: Town, **changes: Any) -> Application:
    """A meeting that was given a month before it took place."""
    with clock.at(clock.now() - timedelta(days=40)):
        return make_approved(town, **changes)


def sheet(browser: Browser, day: date | None = None) -> Page:
    return browser.get("day_sheet.show", site_slug="brzozowa", dzien=(day or past()).isoformat())


def keep(browser: Browser, numbers: dict[str, Any], *, expecting: int = 200) -> Page:
    return browser.submit(KEEP, expecting=expecting, **numbers)


def name(application: Application) -> str:
    return f"c{application.booking.occurrences[0].id}"


def state(application: Application) -> DateState:
    return application.booking.occurrences[0].state


def cards() -> dict[int, tuple[bool, int]]:
    return {card.occurrence_id: (card.took_place, card.headcount) for card in db.session.query(UsageCard)}


def test_the_numbers_of_a_day_are_kept_together(
    town: Town, celina: Browser, morning: Application, night: Application
) -> None:
    sheet(celina)
    page = keep(celina, {name(morning): 12, name(night): 0})
    assert "2 meetings have their numbers" in page.one(".flashes").text
    assert (state(morning), state(night)) == (DateState.TOOK_PLACE, DateState.NO_SHOW)
    assert sorted(cards().values()) == [(False, 0), (True, 12)]
    assert page.all(KEEP) == []
    assert "nobody came" in page.text


def test_what_was_left_empty_waits(
    town: Town, celina: Browser, morning: Application, night: Application
) -> None:
    sheet(celina)
    page = keep(celina, {name(morning): 12})
    assert (state(morning), state(night)) == (DateState.TOOK_PLACE, DateState.PLANNED)
    assert [str(box["name"]) for box in page.all("input[type=number]")] == [name(night)]


def test_nothing_typed_changes_nothing(town: Town, celina: Browser, morning: Application) -> None:
    sheet(celina)
    page = celina.submit(KEEP)
    assert "nothing new to keep" in page.one(".flashes").text
    assert cards() == {}


@pytest.mark.parametrize("typed", ["-1", "2001", "wielu", "9" * 5000])
def test_a_number_that_is_none_is_asked_about_and_nothing_is_kept(
    town: Town, celina: Browser, morning: Application, night: Application, typed: str
) -> None:
    sheet(celina)
    page = keep(celina, {name(morning): 12, name(night): typed}, expecting=422)
    assert set(page.errors()) == {name(night)}
    assert page.one(f"[name={name(morning)}]")["value"] == "12"
    assert cards() == {}


def test_a_card_that_the_group_filled_meanwhile_stays(
    town: Town, celina: Browser, morning: Application
) -> None:
    sheet(celina)
    monitoring.fill_card(morning.booking.occurrences[0], CardInput(True, 9, {"age_60_plus": 9}), by=town.anna)
    settle_outer_session()
    token = celina.get("staff_queue.index").all("input[name=csrf_token]")[0]["value"]
    data = {"csrf_token": token, name(morning): 12}
    page = celina.post("day_sheet.record_attendance", data, site_slug="brzozowa", dzien=past().isoformat())
    assert "nothing new to keep" in page.one(".flashes").text
    assert list(cards().values()) == [(True, 9)]


def test_the_second_tap_counts_nobody_twice(town: Town, celina: Browser, morning: Application) -> None:
    token = sheet(celina).all("input[name=csrf_token]")[0]["value"]
    data = {"csrf_token": token, name(morning): 12}
    for _ in range(2):
        celina.post("day_sheet.record_attendance", data, site_slug="brzozowa", dzien=past().isoformat())
    assert list(cards().values()) == [(True, 12)]
    assert db.session.query(BookingEvent).filter_by(step=Step.CONFIRM_USE).count() == 1


def test_a_meeting_to_come_has_no_number_yet(town: Town, celina: Browser) -> None:
    coming = make_approved(town)
    day = evening(14).local_day
    assert sheet(celina, day).all("input[type=number]") == []
    token = celina.get("staff_queue.index").all("input[name=csrf_token]")[0]["value"]
    data = {"csrf_token": token, name(coming): 12}
    celina.post("day_sheet.record_attendance", data, site_slug="brzozowa", dzien=day.isoformat())
    assert cards() == {}


def test_staff_of_another_site_count_nobody_here(town: Town, browser: Browser, morning: Application) -> None:
    daniel = browser.sign_in("daniel@example.org", PASSWORD)
    token = daniel.get("staff_queue.index").all("input[name=csrf_token]")[0]["value"]
    data = {"csrf_token": token, name(morning): 12}
    daniel.post(
        "day_sheet.record_attendance", data, site_slug="brzozowa", dzien=past().isoformat(), expecting=403
    )
    assert cards() == {}


def test_a_day_must_be_named(town: Town, celina: Browser, morning: Application) -> None:
    token = sheet(celina).all("input[name=csrf_token]")[0]["value"]
    for day in ("", "x", "2027-02-30"):
        celina.post(
            "day_sheet.record_attendance",
            {"csrf_token": token},
            site_slug="brzozowa",
            dzien=day,
            expecting=404,
        )


def test_each_further_meeting_costs_the_same_few_statements(town: Town, celina: Browser, app: Flask) -> None:
    def cost(number: int, day: date) -> int:
        times = [(NINE.replace(hour=9 + n), NINE.replace(hour=10 + n)) for n in range(number)]
        meetings = [held(town, spans=[local_timespan(day, *each)]) for each in times]
        sheet(celina, day)
        db.session.expire_all()
        values = {name(each): 5 for each in meetings}
        with statements(app) as seen:
            keep(celina, values)
        return len(seen)

    few, many = cost(2, past()), cost(10, past() - timedelta(days=7))
    assert (many - few) / 8 <= 14, (few, many)
