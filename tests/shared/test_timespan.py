"""Spans compared with single minutes and the tz database; midnight and both clock changes are included."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mal.shared.timespan import (
    LONGEST_LOCAL_DAY,
    WARSAW,
    NoSuchTime,
    Timespan,
    is_end_after_start,
    local_timespan,
    local_timespans,
    merge_spans,
    subtract_spans,
    to_utc,
    whole_day,
    whole_days,
)
from tests.bookings.minute_oracle import evenings, local_days, minutes_in, minutes_of, spans

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
some_days = st.one_of(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from([SPRING, AUTUMN]))
quarters = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45, 59]))


@given(st.data())
def test_merged_spans_cover_the_same_minutes_and_do_not_touch(data: st.DataObject) -> None:
    many = data.draw(st.lists(spans(data.draw(evenings)), max_size=8))
    joined = merge_spans(many)
    assert minutes_in(joined) == minutes_in(many)
    assert all(one.end < other.start for one, other in pairwise(joined))


@given(st.data())
def test_subtracted_spans_are_the_minutes_left(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    frame, taken = data.draw(spans(evening, longest=48)), data.draw(st.lists(spans(evening), max_size=8))
    left = subtract_spans([frame], taken)
    assert minutes_in(left) == minutes_in([frame]) - minutes_in(taken)
    assert sum(len(minutes_of(one)) for one in left) == len(minutes_in(left))


@given(st.data())
def test_spans_overlap_exactly_when_they_share_a_minute(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    one, other = data.draw(spans(evening)), data.draw(spans(evening))
    assert one.overlaps(other) == other.overlaps(one) == bool(minutes_in([one]) & minutes_in([other]))
    assert one.covers(other) == (minutes_in([one]) >= minutes_in([other]))


@given(st.data())
def test_a_span_is_cut_into_one_piece_for_each_local_day(data: st.DataObject) -> None:
    span = data.draw(spans(data.draw(evenings), longest=4 * 72))
    pieces = list(span.by_day())
    assert [one.end for one in pieces[:-1]] == [other.start for other in pieces[1:]]
    assert (pieces[0].start, pieces[-1].end) == (span.start, span.end)
    assert [local_days(piece) for piece in pieces] == [{day} for day in sorted(local_days(span))]
    assert max(piece.length for piece in pieces) <= LONGEST_LOCAL_DAY


@given(some_days, quarters)
def test_a_local_time_is_the_first_instant_that_shows_it_or_does_not_exist(day: date, at: time) -> None:
    """The oracle looks at all minutes around the day for those that show this time on a Warsaw clock."""
    noon = datetime.combine(day, time(12), UTC)
    quarter_days = (noon + timedelta(minutes=number) for number in range(-15 * 60, 14 * 60))
    showing = [
        minute
        for minute in quarter_days
        if minute.astimezone(WARSAW).replace(tzinfo=None) == datetime.combine(day, at)
    ]
    if showing:
        assert to_utc(day, at) == showing[0]
    else:
        with pytest.raises(NoSuchTime):
            to_utc(day, at)


@given(some_days, quarters, quarters)
def test_a_local_timespan_lasts_the_minutes_that_elapse(day: date, starts: time, ends: time) -> None:
    try:
        span = local_timespan(day, starts, ends)
    except NoSuchTime:
        assert day.month == 3
        return
    except ValueError:
        assert ends != time()
        assert ends <= starts or day.month == 10
        return
    local = span.end.astimezone(WARSAW)
    assert local.time() == ends
    assert local.date() == (day + timedelta(days=1) if ends == time() else day)
    assert len(minutes_of(span)) == span.minutes


@given(some_days)
def test_a_local_day_has_23_24_or_25_hours(day: date) -> None:
    span = whole_day(day)
    assert local_days(span) == {day}
    assert span.length in {timedelta(hours=23), timedelta(hours=24), LONGEST_LOCAL_DAY}
    assert whole_days(day, day) == span


def test_an_end_of_00_00_is_the_end_of_the_day() -> None:
    span = local_timespan(date(2027, 5, 5), time(22), time())
    assert span.minutes == 120
    assert span.overlaps(local_timespan(date(2027, 5, 5), time(23), time(23, 30)))
    assert not span.overlaps(local_timespan(date(2027, 5, 6), time(), time(1)))


@pytest.mark.parametrize(
    ("starts", "ends", "is_after"),
    [
        (time(10), time(10, 1), True),
        (time(10), time(10), False),
        (time(10), time(9, 59), False),
        (time(23, 59), time(), True),
        (time(), time(), True),
    ],
)
def test_an_end_is_after_its_start_unless_it_is_the_same_or_earlier(
    starts: time, ends: time, is_after: bool
) -> None:
    assert is_end_after_start(starts, ends) == is_after


def test_a_series_names_the_days_on_which_spring_skips_its_hour() -> None:
    days = [SPRING - timedelta(weeks=1), SPRING, SPRING + timedelta(weeks=1)]
    spans, skipped = local_timespans(days, time(2), time(4))
    assert [span.local_day for span in spans] == [days[0], days[2]]
    assert skipped == [SPRING]


def test_a_series_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="timespan"):
        local_timespans([AUTUMN - timedelta(weeks=1)], time(10), time(9))


def test_a_time_that_spring_skips_is_refused() -> None:
    for starts, ends in ((time(2), time(4)), (time(1), time(2, 30)), (time(2, 15), time(2, 45))):
        with pytest.raises(NoSuchTime):
            local_timespan(SPRING, starts, ends)
    assert local_timespan(SPRING, time(1), time(3)).minutes == 60


def test_the_hour_that_autumn_repeats_is_counted_twice() -> None:
    assert local_timespan(AUTUMN, time(1), time(4)).minutes == 240
    assert local_timespan(AUTUMN, time(2), time(3)).minutes == 120


def test_spans_in_warsaw_time_are_compared_as_instants() -> None:
    """Python itself compares two times of one zone by their wall clocks."""
    first = datetime(2027, 10, 31, 2, 30, tzinfo=WARSAW)
    second = datetime(2027, 10, 31, 2, 15, tzinfo=WARSAW, fold=1)
    span = Timespan(first, second)
    assert span.minutes == 45
    assert span.widened(after=timedelta(minutes=60)).minutes == 105
    before = Timespan(first - timedelta(hours=1), first)
    assert not span.overlaps(before)


def test_an_empty_backward_or_naive_span_is_refused() -> None:
    now = datetime(2027, 5, 5, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    for start, end in (
        (now, now),
        (now, now - hour),
        (now.replace(tzinfo=None), now.replace(tzinfo=None) + hour),
    ):
        with pytest.raises(ValueError, match="timespan"):
            Timespan(start, end)
    with pytest.raises(ValueError, match="timespan"):
        local_timespan(now.date(), time(10), time(10))
