"""Which facts a wanted date is judged by: those of its whole week, of its day, and not its own."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from flask import Flask

from mal.applications.availability_check import BookingCriteria, judged
from mal.bookings.availability import Problem
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.recurrence import weekly_dates
from mal.shared.timespan import Timespan, local_timespan
from tests.factories import make_application
from tests.sample_data import Town, make_town

MONDAY = date(2027, 6, 7)


@pytest.fixture
def town(in_app: Flask) -> Iterator[Town]:
    """A town where a group may have four hours a week, in the autumn of 2026."""
    policy = Policy(notice_working_days=0, horizon_days=3000, series_horizon_days=3000, weekly_minutes=240)
    with clock.at(local_timespan(date(2026, 11, 2), time(9), time(10)).start):
        yield make_town(policy)


def two_hours(day: date) -> Timespan:
    return local_timespan(day, time(17), time(19))


def problems(town: Town, spans: list[Timespan], **changes: object) -> list[list[Problem]]:
    values: dict[str, object] = {"people": 5, "group_id": town.choir.id}
    wish = BookingCriteria(**(values | changes))  # type: ignore[arg-type]  # a test says which
    return [[clash.problem for clash in verdict.clashes] for verdict in judged(town.hall, wish, spans)]


@pytest.mark.parametrize("asked", [0, 4, 6])
def test_a_week_counts_from_monday_to_sunday_whichever_day_is_asked_for(town: Town, asked: int) -> None:
    days = [MONDAY + timedelta(days=number) for number in range(7) if number != asked]
    make_application(town, spans=[two_hours(days[0]), two_hours(days[-1])])
    assert problems(town, [two_hours(MONDAY + timedelta(days=asked))]) == [[Problem.WEEKLY_LIMIT]]


def test_the_week_before_and_the_week_after_do_not_count(town: Town) -> None:
    around = [MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)]
    make_application(town, spans=[local_timespan(day, time(9), time(13)) for day in around])
    assert problems(town, [two_hours(MONDAY), two_hours(MONDAY + timedelta(days=6))]) == [[], []]


def test_an_application_does_not_count_against_itself(town: Town) -> None:
    spans = [two_hours(MONDAY), two_hours(MONDAY + timedelta(days=2))]
    application = make_application(town, spans=spans)
    assert problems(town, spans, but_booking=application.booking_id) == [[], []]
    assert problems(town, spans) == [[Problem.WEEKLY_LIMIT]] * 2


def test_dates_may_be_judged_in_any_order(town: Town) -> None:
    spans = [two_hours(MONDAY + timedelta(days=14)), two_hours(MONDAY)]
    assert problems(town, spans) == [[], []]


def test_a_series_over_christmas_and_new_year_says_which_dates_are_holidays(town: Town) -> None:
    days = weekly_dates(date(2026, 12, 17), date(2027, 1, 14))
    found = dict(zip(days, problems(town, [two_hours(day) for day in days], is_series=True), strict=True))
    fridays = weekly_dates(date(2026, 12, 18), date(2027, 1, 8))
    of_fridays = problems(town, [two_hours(day) for day in fridays])
    assert [day.isoformat() for day, stands in found.items() if stands] == ["2026-12-24"]
    assert found[date(2026, 12, 24)] == [Problem.HOLIDAY]
    assert of_fridays == [[], [Problem.HOLIDAY], [Problem.HOLIDAY], []]


@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2027, 10, 31)])
def test_opening_hours_are_those_of_the_wall_clock_when_clocks_change(town: Town, sunday: date) -> None:
    """Easter 2027 falls on the day of the spring change, so its hours are looked at a day later."""
    day = sunday if sunday.month == 10 else sunday + timedelta(days=2)
    assert problems(town, [local_timespan(day, time(9), time(11))]) == [[]]
    assert problems(town, [local_timespan(day, time(18), time(20))]) == [[]]
    assert problems(town, [local_timespan(day, time(8, 30), time(10))]) == [[Problem.OUTSIDE_HOURS]]
    assert problems(town, [local_timespan(day, time(19), time(20, 30))]) == [[Problem.OUTSIDE_HOURS]]
