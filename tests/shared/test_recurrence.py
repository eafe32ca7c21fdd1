"""Weekly series: same weekday and wall clock, over the new year and both clock changes."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mal.shared.recurrence import MAX_DATES, weekly_dates
from mal.shared.timespan import WARSAW, local_timespan

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(days, st.integers(0, 500), st.integers(1, 4))
def test_a_series_has_every_so_many_weeks_a_day_from_the_first_to_the_last(
    first: date, length: int, every: int
) -> None:
    until = first + timedelta(days=length)
    all_days = [first + timedelta(days=number) for number in range(length + 1)]
    expected = [day for day in all_days if (day - first).days % (7 * every) == 0]
    if len(expected) <= MAX_DATES:
        assert weekly_dates(first, until, every=every) == expected
    else:
        with pytest.raises(ValueError, match="sixty"):
            weekly_dates(first, until, every=every)


def test_sixty_dates_are_a_series_and_sixty_one_are_not() -> None:
    first = date(2027, 1, 7)
    assert len(weekly_dates(first, first + timedelta(weeks=59))) == 60
    assert len(weekly_dates(first, first + timedelta(weeks=60, days=-1))) == 60
    with pytest.raises(ValueError, match="sixty"):
        weekly_dates(first, first + timedelta(weeks=60))


@given(days, st.integers(4, 22), st.integers(1, 20))
def test_each_date_keeps_the_wall_clock_and_the_weekday(first: date, hour: int, weeks: int) -> None:
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
def test_a_clock_change_moves_the_instant_and_not_the_local_time(first: date, offsets: list[int]) -> None:
    dates = weekly_dates(first, first + timedelta(weeks=3))
    starts = [local_timespan(day, time(17), time(19)).start for day in dates]
    assert [17 - start.hour for start in starts] == offsets


def test_a_series_continues_over_the_new_year() -> None:
    thursdays = weekly_dates(date(2026, 12, 17), date(2027, 1, 14))
    assert [day.isoformat() for day in thursdays] == [
        "2026-12-17",
        "2026-12-24",
        "2026-12-31",
        "2027-01-07",
        "2027-01-14",
    ]


def test_a_series_that_runs_backward_is_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        weekly_dates(date(2027, 1, 2), date(2027, 1, 1))
    with pytest.raises(ValueError, match="forward"):
        weekly_dates(date(2027, 1, 1), date(2027, 2, 1), every=0)


def test_a_series_of_thousands_of_years_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="sixty"):
        weekly_dates(date(2027, 1, 1), date.max)
