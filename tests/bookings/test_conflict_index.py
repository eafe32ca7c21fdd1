from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mal.bookings.availability import HeldSpan, Problem, ResourceNeed, find_clashes
from mal.bookings.conflict_index import ConflictIndex
from mal.shared.timespan import Timespan

MIDNIGHT = datetime(2027, 3, 27, tzinfo=UTC)
LONG_AGO = MIDNIGHT - timedelta(days=1000)


def span(starts: int, minutes: int) -> Timespan:
    """Give a span so many quarters of an hour after a midnight."""
    start = MIDNIGHT + timedelta(minutes=15 * starts)
    return Timespan(start, start + timedelta(minutes=15 * minutes))


spans = st.builds(span, st.integers(0, 400), st.integers(1, 100))
things = st.integers(1, 3)
held = st.lists(st.builds(HeldSpan, things, spans, st.integers(1, 3)), max_size=12)
needs = st.lists(
    st.builds(
        ResourceNeed,
        things,
        st.just(3),
        st.integers(1, 3),
        after=st.integers(0, 8).map(lambda quarters: timedelta(minutes=15 * quarters)),
    ),
    min_size=1,
    max_size=3,
)


@given(held, needs, spans)
def test_looking_at_the_days_alone_finds_what_looking_at_all_finds(
    taken: list[HeldSpan], wanted: list[ResourceNeed], meeting: Timespan
) -> None:
    assert ConflictIndex(taken, LONG_AGO).clashes(wanted, meeting) == find_clashes(wanted, meeting, taken)


def test_a_meeting_that_has_begun_has_passed() -> None:
    meeting = span(0, 4)
    assert [c.problem for c in ConflictIndex((), meeting.start).clashes([], meeting)] == [Problem.PAST]
    assert ConflictIndex((), meeting.start - timedelta(seconds=1)).clashes([], meeting) == []
