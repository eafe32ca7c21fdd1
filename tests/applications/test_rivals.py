from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mal.applications.competing import RequestedDate, adjacent_days, find_competing
from mal.places.room_conflicts import conflicting_room_ids
from mal.shared.timespan import WARSAW

HALL, KITCHEN, WHOLE, STAIRS, UPPER = 1, 2, 3, 4, 5
PARTS = [(WHOLE, HALL), (WHOLE, KITCHEN), (UPPER, KITCHEN), (UPPER, STAIRS)]
START = datetime(2027, 3, 27, tzinfo=UTC)


def asked(booking_id: int, room_id: int, starts: int, length: int) -> RequestedDate:
    """Ask for a room, in hours after a midnight."""
    starts_at = START + timedelta(hours=starts)
    day = starts_at.astimezone(WARSAW).date()
    return RequestedDate(booking_id, room_id, day, starts_at, starts_at + timedelta(hours=length))


dates = st.lists(
    st.builds(asked, st.integers(1, 5), st.integers(1, 6), st.integers(0, 60), st.integers(1, 24)),
    max_size=12,
)


def things_of(room_id: int) -> set[int]:
    """Give what a room is made of."""
    return {part for whole, part in PARTS if whole == room_id} or {room_id}


@given(dates, st.sets(st.integers(1, 5)))
def test_rivals_are_those_who_would_hold_the_same_thing_at_the_same_time(
    all_asked: list[RequestedDate], chosen: set[int]
) -> None:
    mine = [each for each in all_asked if each.booking_id in chosen]
    expected = {
        one.booking_id: sorted(
            {
                other.booking_id
                for own in mine
                for other in all_asked
                if own.booking_id == one.booking_id != other.booking_id
                and own.overlaps(other)
                and things_of(own.room_id) & things_of(other.room_id)
            }
        )
        for one in mine
    }
    near = [each for each in all_asked if each.on_date in adjacent_days(mine)]
    found = find_competing(mine, near, conflicting_room_ids(PARTS))
    assert found == {booking_id: others for booking_id, others in expected.items() if others}
