"""An oracle for spans: time as single minutes, counted one by one."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from mal.bookings.availability import HeldSpan
from mal.shared.timespan import WARSAW, Timespan

# The evenings before an ordinary day, before both changes of the clock, and before a new year.
EVENINGS = [
    datetime(2027, 3, 10, 21, tzinfo=UTC),
    datetime(2027, 3, 27, 21, tzinfo=UTC),
    datetime(2027, 10, 30, 20, tzinfo=UTC),
    datetime(2027, 12, 31, 21, tzinfo=UTC),
]
evenings = st.sampled_from(EVENINGS)


@st.composite
def spans(draw: st.DrawFn, evening: datetime, longest: int = 8 * 4, step: int = 15) -> Timespan:
    """Draw a span that starts within twelve hours of an evening, on a quarter of an hour, so that many touch."""
    start = draw(st.integers(0, 12 * 60 // step))
    length = draw(st.integers(1, longest))
    begin = evening + timedelta(minutes=start * step)
    return Timespan(begin, begin + timedelta(minutes=length * step))


@st.composite
def held_things(draw: st.DrawFn, evening: datetime, resources: int = 1, most: int = 8) -> list[HeldSpan]:
    """Draw allocations of some resources."""
    one = st.builds(
        HeldSpan,
        resource_id=st.integers(1, resources),
        span=spans(evening),
        quantity=st.integers(1, 3),
        is_closure=st.booleans(),
    )
    return draw(st.lists(one, max_size=most))


def minutes_of(span: Timespan) -> list[datetime]:
    """Return the minutes of a span, its end excluded."""
    return [span.start + timedelta(minutes=number) for number in range(span.minutes)]


def minutes_in(many: Iterable[Timespan]) -> set[datetime]:
    """Return the minutes that any of some spans covers."""
    return {minute for span in many for minute in minutes_of(span)}


def held_by_minute(held: Iterable[HeldSpan], resource_id: int) -> Counter[datetime]:
    """Return the quantity of a resource that is held in each minute."""
    counted: Counter[datetime] = Counter()
    for one in held:
        if one.resource_id == resource_id:
            for minute in minutes_of(one.span):
                counted[minute] += one.quantity
    return counted


def local_days(span: Timespan) -> set[date]:
    """Return the Warsaw days in which the minutes of a span lie."""
    return {minute.astimezone(WARSAW).date() for minute in minutes_of(span)}
