"""How a group met before, and when it would meet next."""

from datetime import date, timedelta

import pytest

from mal.applications.rhythm import Rhythm, detect_rhythm, last_day, next_days

MONDAY = date(2027, 3, 1)
WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("weeks", "rhythm"),
    [
        ([0], Rhythm(0, 1)),
        ([0, 1, 2], Rhythm(1, 3)),
        ([0, 1, 3], Rhythm(1, 4)),
        ([0, 2, 4], Rhythm(2, 3)),
        ([0, 5], Rhythm(0, 1)),
    ],
)
def test_the_rhythm_of_a_series_is_found_over_its_gaps(weeks: list[int], rhythm: Rhythm) -> None:
    assert detect_rhythm(MONDAY + number * WEEK for number in weeks) == rhythm


def test_days_without_a_rhythm_are_single_meetings() -> None:
    assert detect_rhythm([MONDAY, MONDAY + timedelta(days=3)]) == Rhythm(0, 1)


def test_the_next_day_is_the_same_weekday_after_the_last_one() -> None:
    assert next_days(MONDAY, MONDAY, MONDAY + 3 * WEEK) == [MONDAY + number * WEEK for number in (1, 2, 3)]


def test_where_the_last_one_was_long_ago_it_is_the_first_that_may_be_asked_for() -> None:
    assert next_days(MONDAY - 9 * WEEK, MONDAY + timedelta(days=1), MONDAY + WEEK) == [MONDAY + WEEK]


def test_where_the_last_one_is_too_far_ahead_it_is_the_first_that_may_be_asked_for() -> None:
    assert next_days(MONDAY + 30 * WEEK, MONDAY, MONDAY + WEEK)[0] == MONDAY


def test_a_series_ends_where_nothing_more_may_be_asked_for() -> None:
    assert last_day(MONDAY, Rhythm(1, 10), MONDAY + 4 * WEEK) == MONDAY + 4 * WEEK
