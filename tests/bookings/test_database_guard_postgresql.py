"""PostgreSQL: of two concurrent transactions at any level of isolation, only one can hold the last of a resource."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import product

import psycopg
import pytest
from flask import Flask
from psycopg import IsolationLevel

from mal.bookings import queries
from mal.bookings.audit import find_over_allocations
from mal.shared.database import db
from tests.bookings.raw_allocations import hours, make_holder
from tests.sample_data import make_town

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)

LEVELS = (IsolationLevel.READ_COMMITTED, IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE)
PAIRS = list(product(LEVELS, LEVELS))
INSERT = (
    "INSERT INTO allocation (resource_id, capacity, quantity, starts_at, ends_at, kind, occurrence_id)"
    " VALUES (%(resource)s, %(capacity)s, %(quantity)s, %(starts_at)s, %(ends_at)s, 'booking', %(holder)s)"
)
# The guard itself, or a transaction that has to be retried.
REFUSED = (psycopg.errors.ExclusionViolation, psycopg.errors.SerializationFailure)
SPAN = {"starts_at": hours(10, 12).start, "ends_at": hours(10, 12).end}


class TwoConnections:
    """Two connections and the rows that they write; the second works in a thread."""

    def __init__(self, url: str, room: dict[str, object], pool: dict[str, object], whole: int) -> None:
        self.first, self.second = psycopg.connect(url), psycopg.connect(url)
        self.room, self.pool, self.whole = room, pool, whole
        self.thread = ThreadPoolExecutor(1)

    def begin(self, levels: tuple[IsolationLevel, IsolationLevel]) -> None:
        """Begin a transaction on both, in which both see the same empty table."""
        self.first.rollback()
        self.second.rollback()
        self.second.execute("DELETE FROM allocation")
        self.second.commit()
        for connection, level in zip((self.first, self.second), levels, strict=True):
            connection.isolation_level = level
            assert connection.execute("SELECT count(*) FROM allocation").fetchone() == (0,)

    def later(self, statement: str, values: dict[str, object]) -> Future[None]:
        """Start a statement on the second connection, which may have to wait for the first; it commits."""

        def work() -> None:
            self.second.execute(statement.encode(), values)
            self.second.commit()

        return self.thread.submit(work)

    def close(self) -> None:
        """Close both."""
        self.first.close()
        self.second.close()
        self.thread.shutdown()


@pytest.fixture
def two(in_app: Flask, database_url: str) -> Iterator[TwoConnections]:
    cast = make_town()
    holder = make_holder(cast.hall, hours(9, 10))
    room = {"resource": cast.hall.id, "capacity": 1, "quantity": 1, "holder": holder, **SPAN}
    pool = room | {"resource": cast.projector.id, "capacity": 3, "quantity": 2}
    whole = cast.hall_with_kitchen.id
    db.session.commit()
    two = TwoConnections(database_url.replace("+psycopg", ""), room, pool, whole)
    yield two
    two.close()
    assert list(find_over_allocations(queries.iter_allocations())) == []


def test_a_row_that_waits_for_another_is_refused_when_that_one_commits(two: TwoConnections) -> None:
    for levels, rows in product(PAIRS, (two.room, two.pool)):
        two.begin(levels)
        two.first.execute(INSERT, rows)
        waiting = two.later(INSERT, rows)
        two.first.commit()
        with pytest.raises(REFUSED):
            waiting.result(timeout=20)


def test_a_row_that_the_own_snapshot_does_not_show_still_counts(two: TwoConnections) -> None:
    for levels, rows in product(PAIRS, (two.room, two.pool)):
        two.begin(levels)
        two.first.execute(INSERT, rows)
        two.first.commit()
        with pytest.raises(REFUSED):
            two.later(INSERT, rows).result(timeout=20)


def test_rows_of_a_released_savepoint_count(two: TwoConnections) -> None:
    for levels in PAIRS:
        two.begin(levels)
        with two.first.transaction():
            two.first.execute(INSERT, two.pool | {"quantity": 1})
        two.first.execute(INSERT, two.pool | {"quantity": 1})
        two.first.commit()
        with pytest.raises(REFUSED):
            two.later(INSERT, two.pool).result(timeout=20)


def test_a_row_that_waits_for_another_is_accepted_when_that_one_rolls_back(two: TwoConnections) -> None:
    for levels, rows in product(PAIRS, (two.room, two.pool)):
        two.begin(levels)
        two.first.execute(INSERT, rows)
        waiting = two.later(INSERT, rows)
        two.first.rollback()
        waiting.result(timeout=20)


def test_two_rows_that_fit_together_are_both_accepted(two: TwoConnections) -> None:
    few = two.pool | {"quantity": 1}
    two.begin(PAIRS[0])
    two.first.execute(INSERT, few)
    waiting = two.later(INSERT, few)
    two.first.commit()
    waiting.result(timeout=20)


def test_moving_a_row_onto_one_that_is_being_inserted_is_refused(two: TwoConnections) -> None:
    elsewhere = {"starts_at": hours(20, 22).start, "ends_at": hours(20, 22).end}
    move = "UPDATE allocation SET starts_at = %(starts_at)s, ends_at = %(ends_at)s"
    for levels, rows in product(PAIRS, (two.room, two.pool)):
        two.begin(levels)
        two.second.rollback()
        two.second.execute(INSERT, rows | elsewhere)
        two.second.commit()
        two.first.rollback()
        two.second.execute("SELECT count(*) FROM allocation")
        two.first.execute(INSERT, rows)
        waiting = two.later(move, rows)
        two.first.commit()
        with pytest.raises(REFUSED):
            waiting.result(timeout=20)


def test_lowering_the_capacity_while_the_rest_is_being_held_is_refused(two: TwoConnections) -> None:
    lower = "UPDATE resource SET capacity = 1 WHERE id = %(resource)s"
    anything = (*REFUSED, psycopg.errors.CheckViolation, psycopg.errors.ForeignKeyViolation)
    for levels in PAIRS:
        two.begin(levels)
        two.first.execute(INSERT, two.pool)
        waiting = two.later(lower, two.pool)
        two.first.commit()
        with pytest.raises(anything):
            waiting.result(timeout=20)
        two.begin(levels)
        two.first.execute(lower, two.pool)
        waiting = two.later(INSERT, two.pool)
        two.first.commit()
        with pytest.raises(anything):
            waiting.result(timeout=20)
        two.second.rollback()
        two.second.execute("UPDATE resource SET capacity = 3 WHERE id = %(resource)s", two.pool)
        two.second.commit()


def test_a_room_gets_parts_or_a_capacity_but_not_both(two: TwoConnections) -> None:
    two.first.execute("DELETE FROM room_part")
    two.first.commit()
    part = {"whole": two.whole, "part": two.room["resource"]}
    two.begin(PAIRS[0])
    two.first.execute("INSERT INTO room_part (whole_id, part_id) VALUES (%(whole)s, %(part)s)", part)
    waiting = two.later("UPDATE resource SET capacity = 1 WHERE id = %(whole)s", part)
    two.first.commit()
    with pytest.raises(psycopg.errors.CheckViolation):
        waiting.result(timeout=20)
