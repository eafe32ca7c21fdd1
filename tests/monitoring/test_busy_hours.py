"""The heatmap of the week counts meetings by the wall clock, in summer and in winter."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from mal.monitoring.busy_hours import (
    SlotCount,
    WeekHeatmap,
    build_heatmaps,
    count_by_hour,
    shade,
    utc_offset_periods,
)
from mal.monitoring.report import load_busy_hours
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


def busy(week: WeekHeatmap) -> dict[tuple[int, int], int]:
    return {
        (day, hour): number for hour, numbers in week.hours for day, number in enumerate(numbers) if number
    }


def test_a_meeting_counts_in_each_hour_that_it_touches() -> None:
    assert count_by_hour([SlotCount(1, 2, 17 * 60 + 30, 90, 3)]) == {(2, 17): 3, (2, 18): 3}
    assert count_by_hour([SlotCount(1, 2, 17 * 60, 60, 1)]) == {(2, 17): 1}


def test_a_meeting_past_midnight_counts_on_the_next_weekday() -> None:
    assert count_by_hour([SlotCount(1, 6, 23 * 60, 120, 1)]) == {(6, 23): 1, (0, 0): 1}


def test_utc_offset_periods_end_at_the_clock_changes() -> None:
    assert utc_offset_periods(date(2027, 1, 1), date(2027, 12, 31)) == [
        (datetime(2027, 3, 28, 1, tzinfo=UTC), 60),
        (datetime(2027, 10, 31, 1, tzinfo=UTC), 120),
        (datetime(2028, 1, 2, tzinfo=UTC), 60),
    ]


@pytest.mark.parametrize(("number", "dark"), [(0, 0), (1, 1), (4, 2), (10, 5), (9, 5), (5, 3)])
def test_the_shade_of_a_cell_grows_with_its_number(number: int, dark: int) -> None:
    assert shade(number, 10) == dark


def test_more_sites_than_the_limit_share_one_heatmap() -> None:
    slots = [SlotCount(room, 0, 600, 60, 1) for room in range(5)]
    drawn = build_heatmaps(slots, {room: room for room in range(5)}, list(range(5)), limit=4)
    assert [(week.site_id, busy(week)) for week in drawn] == [(None, {(0, 10): 5})]


def test_hours_are_wall_clock_hours_on_both_sides_of_a_clock_change(town: Town) -> None:
    for day in (BEFORE, AFTER):
        meeting(town, day, NINE, TEN)
    meeting(town, AFTER, NINE, TEN, room=town.studio, headcount=3)
    drawn = {week.site_id: busy(week) for week in load_busy_hours([town.brzozowa.id, town.sosnowa.id], MARCH)}
    assert drawn[town.brzozowa.id] == {(5, 9): 1, (0, 9): 1}
    assert drawn[town.sosnowa.id] == {(0, 9): 1}


def test_an_application_that_waits_does_not_count(town: Town) -> None:
    with clock.at(datetime(2027, 1, 11, 12, tzinfo=UTC)):
        make_application(town, spans=[local_timespan(AFTER, NINE, TEN)])
    assert load_busy_hours([town.brzozowa.id], MARCH) == []


def test_the_report_shows_the_heatmap_as_a_table(town: Town, browser: Browser) -> None:
    day = clock.today() - timedelta(days=1)
    with clock.at(clock.now() - timedelta(days=40)):
        make_approved(town, spans=[local_timespan(day, NINE, TEN)])
    page = browser.sign_in("celina@example.org", PASSWORD).get("report.show")
    table = page.one("table.heat")
    assert table.select("thead abbr")[0]["title"] == "Monday"
    assert [row.get_text() for row in table.select("tbody th")] == ["9:00"]
    cells = [cell.get_text() for cell in table.select("tbody td")]
    assert cells.index("1") == day.weekday()
    assert "heat__cell--5" in table.select("tbody td")[day.weekday()]["class"]
