"""The heat map of the week: each meeting counts in the hours by the clock on the wall, summer and winter."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from mal.monitoring.busy_hours import Slot, Week, clock_periods, hours_of, level, weeks
from mal.monitoring.queries.busy_hours import busy_hours
from mal.shared import clock
from mal.shared.timespan import local_timespan
from tests.client import Browser
from tests.factories import make_application, make_approved
from tests.sample_data import NINE, PASSWORD, TEN, Town, make_town

MARCH = [date(2027, 3, 1)]
# The clocks go forward on Sunday the 28th.
BEFORE, AFTER = date(2027, 3, 27), date(2027, 3, 29)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def meeting(town: Town, day: date, starts: time, ends: time, **more: Any) -> None:
    with clock.at(datetime(2027, 1, 11, 12, tzinfo=UTC)):
        make_approved(town, spans=[local_timespan(day, starts, ends)], **more)


def busy(week: Week) -> dict[tuple[int, int], int]:
    return {
        (day, hour): number for hour, numbers in week.hours for day, number in enumerate(numbers) if number
    }


def test_a_meeting_counts_in_each_hour_that_it_touches() -> None:
    assert hours_of([Slot(1, 2, 17 * 60 + 30, 90, 3)]) == {(2, 17): 3, (2, 18): 3}
    assert hours_of([Slot(1, 2, 17 * 60, 60, 1)]) == {(2, 17): 1}


def test_a_meeting_past_midnight_goes_on_on_the_next_day() -> None:
    assert hours_of([Slot(1, 6, 23 * 60, 120, 1)]) == {(6, 23): 1, (0, 0): 1}


def test_the_clocks_are_moved_when_they_are() -> None:
    assert clock_periods(date(2027, 1, 1), date(2027, 12, 31)) == [
        (datetime(2027, 3, 28, 1, tzinfo=UTC), 60),
        (datetime(2027, 10, 31, 1, tzinfo=UTC), 120),
        (datetime(2028, 1, 2, tzinfo=UTC), 60),
    ]


@pytest.mark.parametrize(("number", "dark"), [(0, 0), (1, 1), (4, 2), (10, 5), (9, 5), (5, 3)])
def test_a_cell_is_as_dark_as_it_is_full(number: int, dark: int) -> None:
    assert level(number, 10) == dark


def test_more_places_than_pictures_fit_are_drawn_as_one() -> None:
    slots = [Slot(room, 0, 600, 60, 1) for room in range(5)]
    drawn = weeks(slots, {room: room for room in range(5)}, list(range(5)), most=4)
    assert [(week.site_id, busy(week)) for week in drawn] == [(None, {(0, 10): 5})]


def test_hours_are_those_of_the_wall_on_both_sides_of_the_change(town: Town) -> None:
    for day in (BEFORE, AFTER):
        meeting(town, day, NINE, TEN)
    meeting(town, AFTER, NINE, TEN, room=town.studio, headcount=3)
    drawn = {week.site_id: busy(week) for week in busy_hours([town.brzozowa.id, town.sosnowa.id], MARCH)}
    assert drawn[town.brzozowa.id] == {(5, 9): 1, (0, 9): 1}
    assert drawn[town.sosnowa.id] == {(0, 9): 1}


def test_what_is_only_asked_for_does_not_count(town: Town) -> None:
    with clock.at(datetime(2027, 1, 11, 12, tzinfo=UTC)):
        make_application(town, spans=[local_timespan(AFTER, NINE, TEN)])
    assert busy_hours([town.brzozowa.id], MARCH) == []


def test_the_report_shows_the_week_as_a_table_of_its_own(town: Town, browser: Browser) -> None:
    day = clock.today() - timedelta(days=1)
    with clock.at(clock.now() - timedelta(days=40)):
        make_approved(town, spans=[local_timespan(day, NINE, TEN)])
    page = browser.sign_in("celina@example.org", PASSWORD).get("monitoring.report")
    table = page.one("table.heat")
    assert table.select("thead abbr")[0]["title"] == "Monday"
    assert [row.get_text() for row in table.select("tbody th")] == ["9:00"]
    cells = [cell.get_text() for cell in table.select("tbody td")]
    assert cells.index("1") == day.weekday()
    assert "heat__cell--5" in table.select("tbody td")[day.weekday()]["class"]
