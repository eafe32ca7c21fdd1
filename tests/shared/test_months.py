"""Months counted, listed and read; their boundaries in Warsaw's time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mal.shared.months import (
    add_months,
    first_of_month,
    list_months,
    month_boundaries,
    months_between,
    parse_month,
)
from mal.shared.timespan import WARSAW

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(days)
def test_the_next_month_begins_on_the_day_after_the_last_of_this_one(day: date) -> None:
    following = add_months(day, 1)
    assert following.day == 1
    assert first_of_month(following - timedelta(days=1)) == first_of_month(day)


@given(days, st.integers(-400, 400))
def test_adding_months_is_undone_by_subtracting_them(day: date, number: int) -> None:
    there = add_months(day, number)
    assert months_between(first_of_month(day), there) == number
    assert add_months(there, -number) == first_of_month(day)


def test_months_are_added_over_the_new_year() -> None:
    assert add_months(date(2027, 12, 31), 1) == date(2028, 1, 1)
    assert add_months(date(2028, 1, 31), -1) == date(2027, 12, 1)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 1)


def test_months_are_listed_with_both_ends() -> None:
    assert list_months(date(2027, 11, 1), date(2028, 1, 1)) == [
        date(2027, 11, 1),
        date(2027, 12, 1),
        date(2028, 1, 1),
    ]
    assert list_months(date(2027, 11, 1), date(2027, 11, 1)) == [date(2027, 11, 1)]


def test_months_begin_at_midnight_in_warsaw_on_both_sides_of_a_clock_change() -> None:
    boundaries = month_boundaries([date(2027, 10, 1), date(2027, 11, 1)])
    assert boundaries == [
        datetime(2027, 9, 30, 22, tzinfo=UTC),
        datetime(2027, 10, 31, 23, tzinfo=UTC),
        datetime(2027, 11, 30, 23, tzinfo=UTC),
    ]
    assert all(each.astimezone(WARSAW).hour == 0 for each in boundaries)


@pytest.mark.parametrize("text", ["2027-03", "2027-3", "03.2027", "3.2027", " 2027-03 "])
def test_a_month_is_read_in_either_spelling(text: str) -> None:
    assert parse_month(text) == date(2027, 3, 1)


@pytest.mark.parametrize(
    "text", ["", "2027", "2027-00", "2027-13", "1999-12", "2101-01", "2027-03-01", "٢٠٢٧-٠٣", "marzec 2027"]
)
def test_what_is_no_month_is_none(text: str) -> None:
    assert parse_month(text) is None
