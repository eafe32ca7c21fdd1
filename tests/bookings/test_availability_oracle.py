"""Clashes, free starts and free spans, compared with an oracle that counts single minutes."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mal.bookings.availability import (
    BookingRules,
    Clash,
    HeldSpan,
    Problem,
    ResourceNeed,
    check_availability,
    find_clashes_by_date,
    find_need_clashes,
    list_free_spans,
    list_free_starts,
    peak_quantity,
)
from mal.shared.timespan import Timespan
from tests.bookings.minute_oracle import (
    evenings,
    held_by_minute,
    held_things,
    minutes_in,
    minutes_of,
    spans,
)

NO_LIMITS = BookingRules(
    now=datetime.fromisoformat("2026-01-01T00:00Z"),
    people=1,
    max_people=9,
    open_on={},
    first_day=date.min,
    last_day=date.max,
    longest_minutes=10**6,
    weekly_minutes=10**6,
)


def fits(need: ResourceNeed, meeting: Timespan, held: list[HeldSpan]) -> bool:
    """Return whether the resource is free in every minute for which the meeting would hold it."""
    counted = held_by_minute(held, need.resource_id)
    wanted = minutes_of(need.held(meeting))
    return all(counted[minute] + need.quantity <= need.capacity for minute in wanted)


@st.composite
def needs(draw: st.DrawFn, resource_id: int = 1) -> ResourceNeed:
    capacity = draw(st.integers(1, 4))
    quantity = draw(st.integers(1, capacity))
    after = timedelta(minutes=draw(st.sampled_from([0, 15, 30])))
    return ResourceNeed(resource_id, capacity, quantity, "rzecz", after)


@given(st.data())
def test_the_peak_is_the_largest_quantity_of_any_minute(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    held, span = data.draw(held_things(evening)), data.draw(spans(evening))
    counted = held_by_minute(held, 1)
    assert peak_quantity(held, span) == max(counted[minute] for minute in minutes_of(span))


@given(st.data())
def test_a_need_clashes_exactly_when_some_minute_has_too_few_pieces(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    need, meeting = data.draw(needs()), data.draw(spans(evening))
    held = data.draw(held_things(evening, resources=2))
    assert (find_need_clashes(need, meeting, held) == []) == fits(need, meeting, held)


@given(st.data())
def test_a_clash_names_what_is_held_or_how_many_pieces_are_left(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    need, meeting = data.draw(needs()), data.draw(spans(evening))
    held = data.draw(held_things(evening))
    wanted = need.held(meeting)
    counted = held_by_minute(held, 1)
    left = need.capacity - max(counted[minute] for minute in minutes_of(wanted))
    for clash in find_need_clashes(need, meeting, held):
        if clash.problem is Problem.SHORT_OF_EQUIPMENT:
            assert clash.number == max(left, 0)
        else:
            assert clash.span is not None
            assert minutes_in([clash.span]) & minutes_in([wanted])
            closed = clash.problem is Problem.CLOSED
            assert any(one.span == clash.span and one.is_closure == closed for one in held)


@given(st.data())
def test_earlier_dates_of_a_series_count_against_later_ones(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    need = data.draw(needs())
    held = data.draw(held_things(evening, most=4))
    meetings = data.draw(st.lists(spans(evening), max_size=5))
    for number, clashes in enumerate(find_clashes_by_date([need], meetings, held)):
        before = [HeldSpan(1, need.held(one), need.quantity) for one in meetings[:number]]
        assert (clashes == []) == fits(need, meetings[number], held + before)


@given(st.data())
def test_free_starts_are_all_half_hours_at_which_the_meeting_fits(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    held = data.draw(held_things(evening, resources=2))
    wanted = [data.draw(needs(1)), data.draw(needs(2))]
    hours, after = data.draw(spans(evening, longest=40)), evening + timedelta(hours=2)
    length = timedelta(minutes=data.draw(st.sampled_from([15, 30, 60, 75, 120])))
    expected = [
        start
        for start in minutes_of(hours)
        if (start - hours.start) % timedelta(minutes=30) == timedelta()
        and start + length <= hours.end
        and start > after
        and all(fits(need, Timespan(start, start + length), held) for need in wanted)
    ]
    assert list_free_starts(length, wanted, held, [hours], after) == expected


@given(st.data())
def test_free_spans_are_the_open_minutes_that_are_not_held(data: st.DataObject) -> None:
    evening = data.draw(evenings)
    held = data.draw(held_things(evening))
    hours = data.draw(spans(evening, longest=40))
    free = list_free_spans([hours], held)
    assert minutes_in(free) == minutes_in([hours]) - minutes_in(one.span for one in held)
    assert free == sorted(free)
    assert all(one.end < other.start for one, other in pairwise(free))


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 16)), min_size=1, max_size=8),
    st.dictionaries(st.tuples(st.just(2027), st.integers(52, 53)), st.integers(0, 300)),
)
def test_a_group_is_refused_what_goes_beyond_its_weekly_limit(
    wanted: list[tuple[int, int]], used_before: dict[tuple[int, int], int]
) -> None:
    """From 20 December 2027 on, so that the week over the new year, which is one week, is among them."""
    monday = datetime.fromisoformat("2027-12-20T09:00Z")
    meetings = []
    for day, quarters in wanted:
        start = monday + timedelta(days=day)
        meetings.append(Timespan(start, start + timedelta(minutes=15 * quarters)))
    open_on = {one.local_day: [Timespan(one.start, one.start + timedelta(hours=9))] for one in meetings}
    rules = BookingRules(
        **vars(NO_LIMITS) | {"open_on": open_on, "weekly_minutes": 360, "used_minutes": used_before}
    )
    spent: dict[date, int] = {}
    for meeting, clashes in zip(meetings, check_availability(meetings, [], [], rules), strict=True):
        on = meeting.local_day
        first = on - timedelta(days=on.weekday())
        before = spent.get(first, used_before.get((on.isocalendar().year, on.isocalendar().week), 0))
        over = before + meeting.minutes > 360
        assert clashes == ([Clash(Problem.WEEKLY_LIMIT, number=360)] if over else [])
        spent[first] = before if over else before + meeting.minutes
