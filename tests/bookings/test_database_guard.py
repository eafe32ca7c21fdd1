"""The guard of the database refuses raw SQL that would hold a resource over its capacity, on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mal.bookings import queries
from mal.bookings.audit import find_over_allocations
from mal.shared.database import db
from tests.bookings.raw_allocations import INSERT, Row, Town, hours, make_holder, row_of
from tests.sample_data import make_town


@pytest.fixture
def town(in_app: Flask) -> Iterator[Town]:
    """Rooms and a pool, with one occurrence that all rows belong to; afterwards nothing may be over its capacity."""
    cast = make_town()
    holder = make_holder(cast.hall, hours(9, 10))
    # Detached, so that reading an id later opens no transaction that others would have to wait for.
    things = [cast.hall, cast.kitchen, cast.hall_with_kitchen, cast.projector]
    db.session.flush()
    for thing in things:
        db.session.refresh(thing)
    db.session.expunge_all()
    db.session.commit()
    yield Town(
        holder=holder, hall=cast.hall, kitchen=cast.kitchen, whole=cast.hall_with_kitchen, pool=cast.projector
    )
    db.session.rollback()
    assert list(find_over_allocations(queries.iter_allocations())) == []


def write(*rows: Row) -> None:
    """Insert rows one by one, in a transaction of their own."""
    with db.engine.begin() as connection:
        for row in rows:
            connection.execute(INSERT, row)


def run(statement: str, **values: object) -> int:
    with db.engine.begin() as connection:
        return connection.execute(text(statement), values).rowcount


def refuses(statement: str, **values: object) -> None:
    with pytest.raises(IntegrityError):
        run(statement, **values)


def refuses_row(row: Row) -> None:
    with pytest.raises(IntegrityError):
        write(row)


def ids() -> list[int]:
    with db.engine.begin() as connection:
        return list(connection.scalars(text("SELECT id FROM allocation ORDER BY starts_at, id")))


# A room


def test_a_room_cannot_be_held_twice_at_once(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)))
    for first, last in ((10, 12), (9, 11), (11, 13), (10.5, 11.5), (9, 13), (11.99, 12.5)):
        refuses_row(row_of(town.holder, town.hall, hours(first, last)))


def test_back_to_back_rows_do_not_clash(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)))
    write(row_of(town.holder, town.hall, hours(12, 14)))
    write(row_of(town.holder, town.hall, hours(8, 10)))
    assert len(ids()) == 3


def test_two_rooms_can_be_held_at_the_same_time(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)), row_of(town.holder, town.kitchen, hours(10, 12)))
    assert len(ids()) == 2


def test_a_row_of_25_hours_is_seen_until_its_end(town: Town) -> None:
    """The guard looks only at rows that began within the longest day before, to be quick."""
    write(row_of(town.holder, town.hall, hours(0, 25)))
    refuses_row(row_of(town.holder, town.hall, hours(24.9, 26)))
    write(row_of(town.holder, town.hall, hours(25, 26)))


def test_rows_of_one_statement_count_against_each_other(town: Town) -> None:
    statement = (
        "INSERT INTO allocation (resource_id, capacity, quantity, starts_at, ends_at, kind, occurrence_id)"
        " SELECT resource_id, capacity, quantity, starts_at, ends_at, kind, occurrence_id FROM allocation"
        " CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2) AS twice"
    )
    write(row_of(town.holder, town.pool, hours(10, 12)))
    assert run(statement) == 2  # three of three
    refuses(statement)
    run("DELETE FROM allocation")
    write(row_of(town.holder, town.hall, hours(10, 12)))
    refuses(statement)


def test_moving_a_row_onto_another_is_refused(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)), row_of(town.holder, town.hall, hours(14, 16)))
    first, second = ids()
    take_times = (
        "UPDATE allocation SET (starts_at, ends_at) = (SELECT other.starts_at, other.ends_at"
        " FROM allocation AS other WHERE other.id = :other) WHERE id = :id"
    )
    refuses(take_times, id=second, other=first)
    assert run(take_times, id=second, other=second) == 1


def test_extending_a_row_over_the_next_is_refused(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)), row_of(town.holder, town.hall, hours(12, 14)))
    first, _ = ids()
    extend = "UPDATE allocation SET ends_at = (SELECT max(ends_at) FROM allocation) WHERE id = :id"
    refuses(extend, id=first)


def test_moving_a_row_to_a_held_room_is_refused(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)), row_of(town.holder, town.kitchen, hours(11, 13)))
    first, _ = ids()
    refuses("UPDATE allocation SET resource_id = :kitchen WHERE id = :id", kitchen=town.kitchen.id, id=first)


def test_moving_all_rows_onto_each_other_in_one_statement_is_refused(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)), row_of(town.holder, town.hall, hours(14, 16)))
    refuses(
        "UPDATE allocation SET starts_at = (SELECT min(starts_at) FROM allocation),"
        " ends_at = (SELECT max(ends_at) FROM allocation)"
    )


# A pool


def test_a_pool_can_be_held_to_its_last_piece(town: Town) -> None:
    write(row_of(town.holder, town.pool, hours(10, 12), 2), row_of(town.holder, town.pool, hours(11, 13)))
    refuses_row(row_of(town.holder, town.pool, hours(11.5, 14)))
    write(row_of(town.holder, town.pool, hours(12, 14), 2))


def test_rows_that_fit_in_pairs_may_not_fit_together(town: Town) -> None:
    """Each leaves a piece free beside any other one, but at eleven there would be four."""
    write(
        row_of(town.holder, town.pool, hours(10, 12), 1),
        row_of(town.holder, town.pool, hours(10.5, 12), 1),
        row_of(town.holder, town.pool, hours(8, 11), 1),
    )
    refuses_row(row_of(town.holder, town.pool, hours(9, 11.5), 1))


def test_pieces_are_free_again_when_a_row_ends(town: Town) -> None:
    """Two rows of two pieces, one after the other, hold two at a time and not four."""
    write(row_of(town.holder, town.pool, hours(9, 11), 2), row_of(town.holder, town.pool, hours(11, 13), 2))
    write(row_of(town.holder, town.pool, hours(8, 14), 1))
    refuses_row(row_of(town.holder, town.pool, hours(8, 14), 1))


def test_raising_the_quantity_over_the_capacity_is_refused(town: Town) -> None:
    write(row_of(town.holder, town.pool, hours(10, 12), 2), row_of(town.holder, town.pool, hours(11, 13)))
    first, second = ids()
    refuses("UPDATE allocation SET quantity = 3 WHERE id = :id", id=first)
    refuses("UPDATE allocation SET quantity = quantity + 1")
    assert run("UPDATE allocation SET quantity = 1 WHERE id = :id", id=first) == 1
    assert run("UPDATE allocation SET quantity = 2 WHERE id = :id", id=second) == 1


def test_a_quantity_below_one_or_above_the_capacity_is_refused(town: Town) -> None:
    for quantity in (0, -1, 4, 2**31 - 1):
        refuses_row(row_of(town.holder, town.pool, hours(10, 12), quantity))


# Capacity


@pytest.mark.parametrize(("held", "lowest"), [(3, 3), (2, 2), (1, 1)])
def test_the_capacity_cannot_be_lowered_below_what_is_held(town: Town, held: int, lowest: int) -> None:
    for _ in range(held):
        write(row_of(town.holder, town.pool, hours(10, 12)))
    lower = "UPDATE resource SET capacity = :capacity WHERE id = :id"
    for capacity in range(lowest):
        refuses(lower, capacity=capacity, id=town.pool.id)
    assert run(lower, capacity=lowest, id=town.pool.id) == 1
    refuses_row(row_of(town.holder, town.pool, hours(11, 13), capacity=lowest))


def test_a_pool_reduced_to_one_piece_is_held_once(town: Town) -> None:
    write(row_of(town.holder, town.pool, hours(10, 12)))
    run("UPDATE resource SET capacity = 1 WHERE id = :id", id=town.pool.id)
    refuses_row(row_of(town.holder, town.pool, hours(11, 13), capacity=1))
    write(row_of(town.holder, town.pool, hours(12, 13), capacity=1))


def test_a_pool_that_has_grown_can_be_held_further(town: Town) -> None:
    write(row_of(town.holder, town.pool, hours(10, 12), 3))
    run("UPDATE resource SET capacity = 4 WHERE id = :id", id=town.pool.id)
    write(row_of(town.holder, town.pool, hours(10, 12), capacity=4))
    refuses_row(row_of(town.holder, town.pool, hours(10, 12), capacity=4))


def test_a_row_with_a_wrong_copy_of_the_capacity_is_refused(town: Town) -> None:
    for capacity in (1, 2, 4, 99):
        refuses_row(row_of(town.holder, town.pool, hours(10, 12), capacity=capacity))


def test_changing_the_copy_of_the_capacity_is_refused(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(10, 12)))
    refuses("UPDATE allocation SET capacity = 2")


def test_a_resource_that_does_not_exist_cannot_be_held(town: Town) -> None:
    refuses_row(row_of(town.holder, town.pool, hours(10, 12)) | {"resource_id": 999})


# A room made of parts


def test_a_room_made_of_parts_cannot_be_held_itself(town: Town) -> None:
    for capacity in (0, 1):
        refuses_row(row_of(town.holder, town.whole, hours(10, 12), capacity=capacity))


def test_a_room_made_of_parts_cannot_get_a_capacity_of_its_own(town: Town) -> None:
    refuses("UPDATE resource SET capacity = 1 WHERE id = :id", id=town.whole.id)


def test_a_part_keeps_a_capacity_of_one(town: Town) -> None:
    for capacity in (0, 2):
        refuses("UPDATE resource SET capacity = :to WHERE id = :id", to=capacity, id=town.kitchen.id)


def test_only_a_room_without_capacity_can_have_parts(town: Town) -> None:
    insert = "INSERT INTO room_part (whole_id, part_id) VALUES (:whole, :part)"
    refuses(insert, whole=town.hall.id, part=town.kitchen.id)
    refuses(
        "UPDATE room_part SET whole_id = :hall WHERE part_id = :kitchen",
        hall=town.hall.id,
        kitchen=town.kitchen.id,
    )
    refuses(
        "UPDATE room_part SET part_id = :whole WHERE part_id = :kitchen",
        whole=town.whole.id,
        kitchen=town.kitchen.id,
    )


# A span


def test_an_empty_or_backward_span_is_refused(town: Town) -> None:
    right = row_of(town.holder, town.hall, hours(10, 12))
    refuses_row(right | {"ends_at": right["starts_at"]})
    refuses_row(right | {"starts_at": right["ends_at"], "ends_at": right["starts_at"]})


def test_a_row_longer_than_25_hours_is_refused(town: Town) -> None:
    for resource in (town.hall, town.pool):
        right = row_of(town.holder, resource, hours(0, 25))
        refuses_row(right | {"ends_at": right["ends_at"] + timedelta(seconds=1)})
        write(right)


def test_an_occurrence_longer_than_25_hours_is_refused(town: Town) -> None:
    write(row_of(town.holder, town.hall, hours(0, 25)))
    both = (
        "UPDATE occurrence SET starts_at = (SELECT {} FROM allocation), ends_at = (SELECT {} FROM allocation)"
    )
    assert run(both.format("starts_at", "ends_at")) == 1
    refuses(both.format("ends_at", "starts_at"))
    refuses(both.format("starts_at", "starts_at"))


def test_each_row_belongs_to_an_occurrence(town: Town) -> None:
    refuses_row(row_of(town.holder, town.hall, hours(10, 12)) | {"occurrence_id": None})
    refuses_row(row_of(town.holder, town.hall, hours(10, 12)) | {"occurrence_id": 999})
