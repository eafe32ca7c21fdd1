"""Polish public holidays: fixed ones, movable ones, and Christmas Eve since 2025."""

from datetime import date, timedelta

import pytest

from mal.places import holidays

HOLIDAYS_2027 = [
    date(2027, 1, 1),
    date(2027, 1, 6),
    date(2027, 3, 28),
    date(2027, 3, 29),
    date(2027, 5, 1),
    date(2027, 5, 3),
    date(2027, 5, 16),
    date(2027, 5, 27),
    date(2027, 8, 15),
    date(2027, 11, 1),
    date(2027, 11, 11),
    date(2027, 12, 24),
    date(2027, 12, 25),
    date(2027, 12, 26),
]


def test_the_holidays_of_2027_are_those_of_the_act() -> None:
    assert sorted(holidays.holidays_in_year(2027)) == HOLIDAYS_2027


def test_christmas_eve_is_a_holiday_since_2025() -> None:
    assert holidays.holiday_name(date(2024, 12, 24)) is None
    assert holidays.holiday_name(date(2025, 12, 24))
    assert holidays.holiday_name(date(2026, 12, 24))


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_each_holiday_has_a_name_of_its_own_in_each_language(language: str) -> None:
    names = [holidays.holiday_name(day, language) for day in HOLIDAYS_2027]
    assert all(names)
    assert len(set(names)) == len(names)


def test_working_days_are_weekdays_without_holidays() -> None:
    first = date(2027, 1, 1)
    working = [first + timedelta(days=number) for number in range(365)]
    working = [day for day in working if holidays.is_working_day(day)]
    weekdays = 261
    assert len(working) == weekdays - sum(1 for day in HOLIDAYS_2027 if day.weekday() < 5)
