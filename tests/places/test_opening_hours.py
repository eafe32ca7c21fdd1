"""When a place is open: the room's own hours before the site's, the season's before the year's, no holiday."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mal.places.opening import OpeningRule, in_season, open_spans, rules_for
from mal.shared.timespan import local_timespan, whole_day

WEDNESDAY = date(2027, 5, 5)
NINE, EIGHT = 9 * 60, 20 * 60
EVERY_DAY = [OpeningRule(weekday, NINE, EIGHT) for weekday in range(7)]
OTHER_ROOM, ROOM = 8, 7


def test_a_room_without_hours_of_its_own_has_those_of_its_site() -> None:
    assert open_spans(WEDNESDAY, ROOM, EVERY_DAY) == [local_timespan(WEDNESDAY, time(9), time(20))]
    assert open_spans(WEDNESDAY, None, EVERY_DAY) == [local_timespan(WEDNESDAY, time(9), time(20))]


def test_a_room_s_own_hours_go_before_those_of_its_site() -> None:
    rules = [*EVERY_DAY, OpeningRule(2, 12 * 60, 14 * 60, ROOM), OpeningRule(2, 0, 1440, OTHER_ROOM)]
    assert open_spans(WEDNESDAY, ROOM, rules) == [local_timespan(WEDNESDAY, time(12), time(14))]
    assert open_spans(WEDNESDAY + timedelta(days=1), ROOM, rules) == []


def test_the_season_s_hours_go_before_the_year_s() -> None:
    summer = OpeningRule(2, 10 * 60, 12 * 60, season_from=701, season_to=831)
    july = date(2027, 7, 7)
    assert open_spans(july, None, [*EVERY_DAY, summer]) == [local_timespan(july, time(10), time(12))]
    assert open_spans(july + timedelta(days=1), None, [*EVERY_DAY, summer]) == []
    assert open_spans(WEDNESDAY, None, [*EVERY_DAY, summer]) == [local_timespan(WEDNESDAY, time(9), time(20))]


def test_a_lunch_break_makes_two_spans_in_the_order_of_the_clock() -> None:
    rules = [OpeningRule(2, 14 * 60, EIGHT), OpeningRule(2, NINE, 12 * 60)]
    assert open_spans(WEDNESDAY, None, rules) == [
        local_timespan(WEDNESDAY, time(9), time(12)),
        local_timespan(WEDNESDAY, time(14), time(20)),
    ]


def test_nothing_is_open_on_a_public_holiday() -> None:
    assert open_spans(WEDNESDAY, None, EVERY_DAY, is_holiday=True) == []


def test_open_all_day_is_the_whole_day_however_many_hours_it_has() -> None:
    for day in (WEDNESDAY, date(2027, 3, 28), date(2027, 10, 31)):
        assert open_spans(day, None, [OpeningRule(day.weekday(), 0, 1440)]) == [whole_day(day)]


def test_open_until_midnight_ends_with_the_day() -> None:
    [hours] = open_spans(WEDNESDAY, None, [OpeningRule(2, EIGHT, 1440)])
    assert hours.covers(local_timespan(WEDNESDAY, time(22), time()))


def test_hours_are_those_of_the_wall_clock_on_both_sides_of_a_change() -> None:
    for sunday in (date(2027, 3, 28), date(2027, 10, 31)):
        for day in (sunday - timedelta(days=1), sunday, sunday + timedelta(days=1)):
            assert open_spans(day, None, EVERY_DAY) == [local_timespan(day, time(9), time(20))]


@given(st.dates(date(2024, 1, 1), date(2031, 12, 31)), st.dates(), st.dates())
def test_a_season_is_the_days_that_one_passes_going_from_its_first_to_its_last(
    day: date, first: date, last: date
) -> None:
    marks = [each.month * 100 + each.day for each in (day, first, last)]
    mark, season_from, season_to = marks
    walked = [season_from]
    while walked[-1] != season_to:
        walked.append(1 + walked[-1] if walked[-1] < 1231 else 101)
    assert in_season(day, season_from, season_to) == (mark in walked)


def test_without_a_season_it_is_always_season() -> None:
    assert in_season(WEDNESDAY, None, None)


@given(
    st.lists(
        st.builds(
            OpeningRule, st.integers(0, 6), st.just(NINE), st.just(EIGHT), st.sampled_from([None, ROOM])
        )
    )
)
def test_only_rules_of_that_weekday_are_chosen(rules: list[OpeningRule]) -> None:
    own = [rule for rule in rules if rule.room_id == ROOM]
    expected = [rule for rule in own or rules if rule.weekday == 2]
    assert rules_for(WEDNESDAY, ROOM, rules) == expected
