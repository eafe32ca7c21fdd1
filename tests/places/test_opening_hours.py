"""When a room is open: its own hours before the site's, the season's before the year's, no holiday."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mal.places.opening import OpeningRule, in_season, open_spans, rules_for
from mal.shared.timespan import Timespan, local_timespan, whole_day


@dataclass(frozen=True)
class AnyRoom:
    """A room, in season all the year round unless a test says otherwise."""

    id: int
    season_from: int | None = None
    season_to: int | None = None


WEDNESDAY = date(2027, 5, 5)
NINE, EIGHT = 9 * 60, 20 * 60
EVERY_DAY = [OpeningRule(weekday, NINE, EIGHT) for weekday in range(7)]
OTHER_ROOM, ROOM = 8, 7
STUDIO, GARDEN = AnyRoom(ROOM), AnyRoom(ROOM, season_from=415, season_to=1015)


def hours_of_studio(day: date, rules: list[OpeningRule]) -> list[Timespan]:
    return open_spans(day, STUDIO, rules, is_holiday=False)


def test_a_room_without_hours_of_its_own_has_those_of_its_site() -> None:
    assert hours_of_studio(WEDNESDAY, EVERY_DAY) == [local_timespan(WEDNESDAY, time(9), time(20))]


def test_a_room_s_own_hours_replace_those_of_its_site() -> None:
    rules = [*EVERY_DAY, OpeningRule(2, 12 * 60, 14 * 60, ROOM), OpeningRule(2, 0, 1440, OTHER_ROOM)]
    assert hours_of_studio(WEDNESDAY, rules) == [local_timespan(WEDNESDAY, time(12), time(14))]
    assert hours_of_studio(WEDNESDAY + timedelta(days=1), rules) == []


def test_seasonal_hours_replace_the_year_round_ones() -> None:
    summer = OpeningRule(2, 10 * 60, 12 * 60, season_from=701, season_to=831)
    july = date(2027, 7, 7)
    rules = [*EVERY_DAY, summer]
    assert hours_of_studio(july, rules) == [local_timespan(july, time(10), time(12))]
    assert hours_of_studio(july + timedelta(days=1), rules) == []
    assert hours_of_studio(WEDNESDAY, rules) == [local_timespan(WEDNESDAY, time(9), time(20))]


def test_a_lunch_break_makes_two_spans_in_the_order_of_the_clock() -> None:
    rules = [OpeningRule(2, 14 * 60, EIGHT), OpeningRule(2, NINE, 12 * 60)]
    assert hours_of_studio(WEDNESDAY, rules) == [
        local_timespan(WEDNESDAY, time(9), time(12)),
        local_timespan(WEDNESDAY, time(14), time(20)),
    ]


def test_a_room_is_closed_on_a_public_holiday() -> None:
    assert open_spans(WEDNESDAY, STUDIO, EVERY_DAY, is_holiday=True) == []


def test_a_room_is_closed_outside_its_season_and_open_on_its_first_and_last_day() -> None:
    open_days = [
        day
        for day in (date(2027, 4, 14), date(2027, 4, 15), date(2027, 10, 15), date(2027, 10, 16))
        if open_spans(day, GARDEN, EVERY_DAY, is_holiday=False)
    ]
    assert open_days == [date(2027, 4, 15), date(2027, 10, 15)]


def test_open_all_day_is_the_whole_day_of_23_24_or_25_hours() -> None:
    for day in (WEDNESDAY, date(2027, 3, 28), date(2027, 10, 31)):
        assert hours_of_studio(day, [OpeningRule(day.weekday(), 0, 1440)]) == [whole_day(day)]


def test_open_until_midnight_ends_with_the_day() -> None:
    [hours] = hours_of_studio(WEDNESDAY, [OpeningRule(2, EIGHT, 1440)])
    assert hours.covers(local_timespan(WEDNESDAY, time(22), time()))


def test_hours_are_local_times_on_both_sides_of_a_clock_change() -> None:
    for sunday in (date(2027, 3, 28), date(2027, 10, 31)):
        for day in (sunday - timedelta(days=1), sunday, sunday + timedelta(days=1)):
            assert hours_of_studio(day, EVERY_DAY) == [local_timespan(day, time(9), time(20))]


@given(st.dates(date(2024, 1, 1), date(2031, 12, 31)), st.dates(), st.dates())
def test_a_season_is_all_days_from_its_first_to_its_last_over_the_new_year_too(
    day: date, first: date, last: date
) -> None:
    marks = [each.month * 100 + each.day for each in (day, first, last)]
    mark, season_from, season_to = marks
    walked = [season_from]
    while walked[-1] != season_to:
        walked.append(1 + walked[-1] if walked[-1] < 1231 else 101)
    assert in_season(day, season_from, season_to) == (mark in walked)


def test_without_a_season_every_day_is_in_season() -> None:
    assert in_season(WEDNESDAY, None, None)


@given(
    st.lists(
        st.builds(
            OpeningRule, st.integers(0, 6), st.just(NINE), st.just(EIGHT), st.sampled_from([None, ROOM])
        )
    )
)
def test_only_rules_of_the_weekday_are_chosen(rules: list[OpeningRule]) -> None:
    own = [rule for rule in rules if rule.room_id == ROOM]
    expected = [rule for rule in own or rules if rule.weekday == 2]
    assert rules_for(WEDNESDAY, ROOM, rules) == expected
