"""A weekly series keeps its weekday and its wall clock, over the new year and both changes of the clock."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mal.shared.recurrence import MAX_DATES, weekly_dates
from mal.shared.timespan import WARSAW, local_timespan

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(days, st.integers(0, 400), st.integers(1, 4), st.data())
def test_a_series_is_the_days_that_a_calendar_shows(
    first: date, length: int, every: int, data: st.DataObject
) -> None:
    until = first + timedelta(days=length)
    all_days = [first + timedelta(days=number) for number in range(length + 1)]
    shown = [day for day in all_days if (day - first).days % (7 * every) == 0]
    skipped = data.draw(st.sets(st.sampled_from(all_days), max_size=5))
    expected = [day for day in shown if day not in skipped]
    if 1 <= len(expected) <= MAX_DATES:
        assert weekly_dates(first, until, every=every, skipped=skipped) == expected
    else:
        with pytest.raises(ValueError, match="a series has"):
            weekly_dates(first, until, every=every, skipped=skipped)


@given(days, st.integers(4, 22), st.integers(1, 20))
def test_the_wall_clock_stays(first: date, hour: int, weeks: int) -> None:
    for day in weekly_dates(first, first + timedelta(weeks=weeks)):
        span = local_timespan(day, time(hour), time(hour + 1))
        local = span.start.astimezone(WARSAW)
        assert (local.time(), local.date(), local.weekday()) == (time(hour), day, first.weekday())
        assert span.minutes == 60


@pytest.mark.parametrize(
    ("first", "offsets"),
    [(date(2027, 3, 18), [1, 1, 2, 2]), (date(2027, 10, 21), [2, 2, 1, 1])],
    ids=["spring", "autumn"],
)
def test_a_change_of_the_clock_moves_the_instant_and_not_the_time(first: date, offsets: list[int]) -> None:
    dates = weekly_dates(first, first + timedelta(weeks=3))
    starts = [local_timespan(day, time(17), time(19)).start for day in dates]
    assert [17 - start.hour for start in starts] == offsets


def test_a_series_runs_over_the_new_year() -> None:
    thursdays = weekly_dates(date(2026, 12, 17), date(2027, 1, 14))
    assert [day.isoformat() for day in thursdays] == [
        "2026-12-17",
        "2026-12-24",
        "2026-12-31",
        "2027-01-07",
        "2027-01-14",
    ]


def test_a_series_runs_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        weekly_dates(date(2027, 1, 2), date(2027, 1, 1))
    with pytest.raises(ValueError, match="forward"):
        weekly_dates(date(2027, 1, 1), date(2027, 2, 1), every=0)


def test_a_series_without_end_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="sixty"):
        weekly_dates(date(2027, 1, 1), date.max)
