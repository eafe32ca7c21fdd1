"""Rooms for a wish: the best first, each with its day, and times close by where it is taken."""

from datetime import time, timedelta

import pytest
from flask import Flask

from mal.places.holidays import is_working_day
from mal.shared.timespan import local_timespan
from tests.applications.asking_steps import wish
from tests.client import Browser
from tests.factories import days_ahead, evening, make_approved
from tests.sample_data import Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def test_rooms_that_do_not_fit_come_last_with_the_reason(browser: Browser, town: Town) -> None:
    page = browser.get("/wnioski/nowy/sale", **wish())
    assert page.texts("h2") == ["2 rooms are free", "Not this time"]
    assert "There is room for 4 people here." in page.texts("main section")[-1]


def test_the_smallest_room_that_is_large_enough_comes_first(browser: Browser, town: Town) -> None:
    page = browser.get("/wnioski/nowy/sale", **wish(osob=7))
    assert page.texts(".offer h3")[0].endswith("Aneks , Brzozowa")


def test_each_room_shows_its_day_in_words_and_as_a_picture(browser: Browser, town: Town) -> None:
    make_approved(town, spans=[evening(14, time(10), time(12))])
    page = browser.get("/wnioski/nowy/sale", **wish())
    hall = next(row for row in page.all(".offer") if "Sala Duza" in row.get_text())
    assert "Free that day: 09:00–10:00, 12:00–20:00" in hall.get_text()
    bars = {str(bar["class"][0]): bar for bar in hall.select("svg rect[x]")}
    # From 8 to 20, an hour is a twelfth.
    assert (bars["strip__booking"]["x"], bars["strip__booking"]["width"]) == ("16.67%", "16.67%")
    assert (bars["strip__wish"]["x"], bars["strip__wish"]["width"]) == ("75.0%", "16.67%")


def test_where_a_room_is_taken_free_times_of_that_day_and_of_others_are_offered(
    browser: Browser, town: Town
) -> None:
    make_approved(town, group=town.chess, applicant=town.bartek, spans=[evening(14)])
    page = browser.get("/wnioski/nowy/sale", **wish())
    taken = next(row for row in page.all(".offer") if "Sala Duza" in row.get_text())
    picks = [str(pick["href"]) for pick in taken.select("a.pick")]
    day = days_ahead(14)
    same_day = [pick for pick in picks if f"data={day.isoformat()}" in pick]
    others = [pick for pick in picks if pick not in same_day]
    assert any("od=15%3A00" in pick or "od=15:00" in pick for pick in same_day)
    after = day + timedelta(days=1)
    if is_working_day(after):
        assert f"data={after.isoformat()}" in others[0]
    assert 1 <= len(others) <= 2
    page = browser.get(others[0])
    assert page.heading == "Check the dates"
    assert "Free" in page.texts(".day .status")[0]


def test_a_day_that_is_full_still_offers_its_neighbours(browser: Browser, town: Town) -> None:
    day = days_ahead(14)
    make_approved(
        town,
        group=town.chess,
        applicant=town.bartek,
        spans=[local_timespan(day, time(9), time(20))],
        room=town.hall,
    )
    page = browser.get("/wnioski/nowy/sale", **wish())
    taken = next(row for row in page.all(".offer") if "Sala Duza" in row.get_text())
    assert "Nothing is free that day." in taken.get_text()
    assert taken.select("a.pick")


def test_a_room_that_is_meant_is_said_and_leads_straight_to_its_dates(browser: Browser, town: Town) -> None:
    page = browser.get("/wnioski/nowy", sala=town.hall.id, data=days_ahead(14).isoformat())
    assert "You ask for: " in page.text
    page = browser.submit("form[action='/wnioski/nowy/terminy']", od="17:00", do="19:00", osob=20)
    assert page.heading == "Check the dates"


def test_a_series_is_told_where_more_of_its_dates_are_free(browser: Browser, town: Town) -> None:
    first = days_ahead(14)
    make_approved(town, group=town.chess, applicant=town.bartek, spans=[evening(14)])
    until = (first + timedelta(weeks=2)).isoformat()
    page = browser.get("/wnioski/nowy/terminy", sala=town.hall.id, **wish(co="1", do_dnia=until))
    assert page.texts(".summary") == ["2 dates are free of 3"]
    best = page.all("a.pick")[0]
    assert "3 dates are free of 3" in best.get_text()
    page = browser.get(str(best["href"]))
    assert page.texts(".summary") == ["All dates are free"]


def test_a_series_that_is_free_is_not_told_of_other_rooms(browser: Browser, town: Town) -> None:
    until = (days_ahead(14) + timedelta(weeks=2)).isoformat()
    page = browser.get("/wnioski/nowy/terminy", sala=town.hall.id, **wish(co="1", do_dnia=until))
    assert not page.all("a.pick")


@pytest.mark.parametrize("name", ["endpoint", "_anchor", "_method", "_scheme", "_external", "unknown"])
def test_what_no_wish_has_in_its_address_is_not_carried_along(
    browser: Browser, town: Town, name: str
) -> None:
    page = browser.get("/wnioski/nowy/sale", **wish(**{name: "x"}))
    ways = [str(link["href"]) for link in page.all("main a[href*='/wnioski/nowy']")]
    assert ways
    assert all(way.startswith("/wnioski/") and f"{name}=" not in way for way in ways)
