"""Rooms made of parts: whoever holds one of them keeps others from being held at the same time."""

from hypothesis import given
from hypothesis import strategies as st

from mal.places.room_conflicts import conflicting_room_ids

HALL_A, HALL_B, BOTH_HALLS, KITCHEN, HALL_B_WITH_KITCHEN, OFFICE = 1, 2, 3, 4, 5, 6
PARTS = [
    (BOTH_HALLS, HALL_A),
    (BOTH_HALLS, HALL_B),
    (HALL_B_WITH_KITCHEN, HALL_B),
    (HALL_B_WITH_KITCHEN, KITCHEN),
]
SINGLE_ROOMS, WHOLES = st.integers(1, 6), st.integers(7, 10)

# Wholes never lie within wholes: only rooms without parts have something to hold.
floor_plans = st.lists(st.tuples(WHOLES, SINGLE_ROOMS), max_size=16)


def held_resource_ids(room_id: int, parts: list[tuple[int, int]]) -> set[int]:
    """Return what a booking of a room holds: its parts, or itself."""
    return {part for whole, part in parts if whole == room_id} or {room_id}


def test_a_whole_excludes_itself_and_its_parts() -> None:
    assert {BOTH_HALLS, HALL_A, HALL_B} <= conflicting_room_ids(PARTS)[BOTH_HALLS]


def test_a_part_excludes_itself_and_the_wholes_it_belongs_to_but_not_its_sibling() -> None:
    conflicts = conflicting_room_ids(PARTS)
    assert conflicts[HALL_A] == {HALL_A, BOTH_HALLS}
    assert conflicts[HALL_B] == {HALL_B, BOTH_HALLS, HALL_B_WITH_KITCHEN}


def test_two_wholes_that_share_a_part_exclude_each_other() -> None:
    conflicts = conflicting_room_ids(PARTS)
    assert HALL_B_WITH_KITCHEN in conflicts[BOTH_HALLS]
    assert KITCHEN not in conflicts[BOTH_HALLS]


def test_a_room_without_parts_excludes_only_itself() -> None:
    assert conflicting_room_ids(PARTS, [OFFICE])[OFFICE] == {OFFICE}


def test_a_whole_within_a_whole_excludes_it_too() -> None:
    house = 9
    assert BOTH_HALLS in conflicting_room_ids([*PARTS, (house, BOTH_HALLS)])[house]


@given(floor_plans)
def test_rooms_exclude_each_other_exactly_when_their_bookings_hold_a_resource_in_common(
    parts: list[tuple[int, int]],
) -> None:
    room_ids = range(1, 11)
    conflicts = conflicting_room_ids(parts, room_ids)
    for one in room_ids:
        assert conflicts[one] == {
            other
            for other in room_ids
            if held_resource_ids(one, parts) & held_resource_ids(other, parts)
            or (one, other) in parts
            or (other, one) in parts
        }


@given(floor_plans)
def test_exclusion_is_mutual(parts: list[tuple[int, int]]) -> None:
    conflicts = conflicting_room_ids(parts)
    assert all(room in conflicts[other] for room, others in conflicts.items() for other in others)
