"""SQLite: the guard refuses what only SQLite lets people write: loose types, no foreign keys, replaced rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask

from mal.bookings import queries
from mal.bookings.audit import find_over_allocations
from mal.shared.database import db
from tests.bookings.raw_allocations import hours, make_holder
from tests.sample_data import make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

INSERT = (
    "INSERT {or_what} INTO allocation (id, resource_id, capacity, quantity, starts_at, ends_at, kind, occurrence_id)"
    " VALUES (:id, :resource, :capacity, :quantity, :starts_at, :ends_at, 'booking', :holder)"
)
GOOD = {
    "id": None,
    "quantity": 1,
    "starts_at": "2031-03-12 10:00:00.000000",
    "ends_at": "2031-03-12 12:00:00.000000",
}
MALFORMED = [
    "2031-03-12T10:00:00.000000",
    "2031-03-12 10:00:00.000000Z",
    "2031-03-12 10:00:00+01:00",
    "2031-03-12 10:00:00.000000+00:00",
    "2031-03-12 10:00:00",
    "2031-03-12 10:00:00.5",
    "2031-03-12 10:00:00.500000",
    "2031-03-12 10:00",
    "2031-03-12",
    " 2031-03-12 10:00:00.000000",
    "2031-03-12 10:00:00.000000 ",
    "2031-3-12 10:00:00.000000",
    "2031-02-30 10:00:00.000000",
    "2031-03-11 24:00:00.000000",
    "10:00:00.000000",
    "now",
    "",
    "tomorrow",
    b"2031-03-12 10:00:00.000000",
    2462937,
    2462937.9,
    1931076000,
    None,
]


@pytest.fixture(params=["with foreign keys", "without foreign keys"])
def raw(in_app: Flask, request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """A plain sqlite3 connection, as another program would open it; afterwards nothing may be over its capacity."""
    cast = make_town()
    holder = make_holder(cast.hall, hours(9, 10))
    found = {
        "hall": cast.hall.id,
        "pool": cast.projector.id,
        "whole": cast.hall_with_kitchen.id,
        "holder": holder,
    }
    db.session.commit()
    path = db.engine.url.database
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if request.param.startswith('without') else 'ON'}")
        connection.execute("CREATE TEMP TABLE known (name, id)")
        connection.executemany("INSERT INTO known VALUES (?, ?)", found.items())
        yield connection
    assert list(find_over_allocations(queries.iter_allocations())) == []


def known(raw: sqlite3.Connection, name: str) -> int:
    return int(raw.execute("SELECT id FROM known WHERE name = ?", (name,)).fetchone()[0])


def hold(raw: sqlite3.Connection, what: str = "hall", or_what: str = "", **changes: object) -> None:
    capacity = {"hall": 1, "pool": 3, "whole": 0}[what]
    values = (
        GOOD | {"resource": known(raw, what), "capacity": capacity, "holder": known(raw, "holder")} | changes
    )
    raw.execute(INSERT.format(or_what=or_what), values)


def count(raw: sqlite3.Connection) -> int:
    return int(raw.execute("SELECT count(*) FROM allocation").fetchone()[0])


def test_an_instant_has_exactly_one_accepted_spelling(raw: sqlite3.Connection) -> None:
    hold(raw)
    raw.execute("DELETE FROM allocation")
    for what in ("hall", "pool"):
        for malformed in MALFORMED:
            with pytest.raises(sqlite3.IntegrityError):
                hold(raw, what, starts_at=malformed)
            with pytest.raises(sqlite3.IntegrityError):
                hold(raw, what, ends_at=malformed)
    assert count(raw) == 0


def test_an_update_cannot_write_another_spelling(raw: sqlite3.Connection) -> None:
    hold(raw)
    for malformed in MALFORMED:
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("UPDATE allocation SET ends_at = ?", (malformed,))
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("UPDATE occurrence SET starts_at = ?", (malformed,))


@pytest.mark.parametrize("or_what", ["OR IGNORE", "OR REPLACE", "OR FAIL", "OR ROLLBACK"])
def test_no_conflict_clause_bypasses_the_guard(raw: sqlite3.Connection, or_what: str) -> None:
    hold(raw, id=1)
    with pytest.raises(sqlite3.IntegrityError):
        hold(raw, or_what=or_what)
    hold(raw, "pool", quantity=3, id=2)
    with pytest.raises(sqlite3.IntegrityError):
        hold(raw, "pool", or_what=or_what)
    assert count(raw) == 2


def test_update_or_replace_does_not_bypass_the_guard(raw: sqlite3.Connection) -> None:
    hold(raw, id=1)
    hold(raw, id=2, starts_at="2031-03-12 12:00:00.000000", ends_at="2031-03-12 14:00:00.000000")
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute("UPDATE OR REPLACE allocation SET starts_at = '2031-03-12 11:00:00.000000' WHERE id = 2")


def test_a_quantity_that_is_no_whole_number_is_refused(raw: sqlite3.Connection) -> None:
    for quantity in ("two", "", b"1", None, -0.5, 3.5):
        with pytest.raises(sqlite3.IntegrityError):
            hold(raw, "pool", quantity=quantity)


def test_a_row_with_a_wrong_copy_of_the_capacity_is_refused(raw: sqlite3.Connection) -> None:
    for capacity in (1, 2, 4, "three", None):
        with pytest.raises(sqlite3.IntegrityError):
            hold(raw, "pool", capacity=capacity)
    with pytest.raises(sqlite3.IntegrityError):
        hold(raw, resource=999)
    with pytest.raises(sqlite3.IntegrityError):
        hold(raw, "whole", capacity=1)


def test_the_capacity_cannot_be_lowered_below_what_is_held(raw: sqlite3.Connection) -> None:
    hold(raw, "pool", quantity=2)
    lower = "UPDATE {} resource SET capacity = 1 WHERE id = ?"
    for or_what in ("", "OR REPLACE", "OR IGNORE"):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(lower.format(or_what), (known(raw, "pool"),))


def test_a_held_resource_cannot_be_replaced(raw: sqlite3.Connection) -> None:
    hold(raw, "pool", quantity=2)
    copy = (
        "INSERT OR REPLACE INTO resource SELECT id, kind, site_id, slug, name, 1, position, lock_version,"
        " changed_at, retired_at FROM resource WHERE id = ?"
    )
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(copy, (known(raw, "pool"),))


def test_a_held_resource_keeps_its_id(raw: sqlite3.Connection) -> None:
    hold(raw)
    hold(raw, "pool", quantity=3)
    swap = "UPDATE OR REPLACE resource SET id = ? WHERE id = ?"
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(swap, (known(raw, "pool"), known(raw, "hall")))
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(swap, (999, known(raw, "hall")))


def test_a_transaction_with_an_old_snapshot_cannot_write(raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN")
    assert count(raw) == 0
    with closing(sqlite3.connect(db.engine.url.database or "", isolation_level=None)) as other:
        other.execute(
            INSERT.format(or_what=""),
            GOOD | {"resource": known(raw, "hall"), "capacity": 1, "holder": known(raw, "holder")},
        )
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        hold(raw)
    raw.execute("ROLLBACK")
    with pytest.raises(sqlite3.IntegrityError):
        hold(raw)
