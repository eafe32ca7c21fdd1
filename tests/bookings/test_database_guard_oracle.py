"""The guard of the database, compared with an oracle that counts minutes: it takes what fits, and nothing else."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.exc import IntegrityError

from mal.bookings.availability import HeldSpan
from mal.shared.database import AwareDateTime, db
from mal.shared.timespan import Timespan
from tests.bookings.minute_oracle import evenings, held_by_minute, minutes_of, spans
from tests.bookings.raw_allocations import drop_guard, hours, make_holder
from tests.sample_data import make_town

TIMES = (bindparam("starts_at", type_=AwareDateTime), bindparam("ends_at", type_=AwareDateTime))
INSERT = text(
    "INSERT INTO allocation (id, resource_id, capacity, quantity, starts_at, ends_at, kind, occurrence_id)"
    " VALUES (:id, :resource, :capacity, :quantity, :starts_at, :ends_at, 'booking', :holder)"
).bindparams(*TIMES)
CHANGE = text(
    "UPDATE allocation SET resource_id = :resource, capacity = :capacity, quantity = :quantity,"
    " starts_at = :starts_at, ends_at = :ends_at WHERE id = :id"
).bindparams(*TIMES)
KINDS = ["insert"] * 4 + ["move", "extend", "quantity", "resource", "delete", "capacity"]


@dataclass(frozen=True)
class Row:
    """One allocation, as the oracle sees it."""

    resource: str
    span: Timespan
    quantity: int


class Oracle:
    """What is held of one room and one pool of three pieces, minute by minute."""

    def __init__(self) -> None:
        self.capacity = {"room": 1, "pool": 3}
        self.rows: dict[int, Row] = {}

    def takes(self, row: Row, instead_of: int | None = None) -> bool:
        """Return whether a new or changed row fits in each of its minutes."""
        others = [each for key, each in self.rows.items() if key != instead_of]
        counted = self.counted(row.resource, others)
        most = self.capacity[row.resource]
        return row.quantity >= 1 and all(
            counted[minute] + row.quantity <= most for minute in minutes_of(row.span)
        )

    def takes_capacity(self, pieces: int) -> bool:
        """Return whether the pool may have that many pieces."""
        counted = self.counted("pool", list(self.rows.values()))
        return pieces >= max(counted.values(), default=0)

    def counted(self, resource: str, rows: list[Row]) -> Counter[datetime]:
        """Return the quantity of a resource that some rows hold in each minute."""
        held = [HeldSpan(1, row.span, row.quantity) for row in rows if row.resource == resource]
        return held_by_minute(held, 1)


class Table:
    """The real table, written by raw SQL; a refusal leaves it as it was."""

    def __init__(self, connection: Connection, ids: dict[str, int], holder: int) -> None:
        self.connection, self.ids, self.holder = connection, ids, holder

    def accepts(self, statement: TextClause, values: dict[str, object]) -> bool:
        """Execute a statement; return whether the database accepted it."""
        try:
            with self.connection.begin_nested():
                self.connection.execute(statement, values)
        except IntegrityError:
            return False
        return True

    def insert(self, key: int, row: Row, capacity: int) -> bool:
        """Insert a row with this id; return whether the database accepted it."""
        return self.accepts(INSERT, self.values(key, row, capacity) | {"holder": self.holder})

    def change(self, key: int, row: Row, capacity: int) -> bool:
        """Change a row; return whether the database accepted it."""
        return self.accepts(CHANGE, self.values(key, row, capacity))

    def values(self, key: int, row: Row, capacity: int) -> dict[str, object]:
        """Return the values of a row, with the copy of its resource's capacity."""
        times = {"starts_at": row.span.start, "ends_at": row.span.end}
        what = {"resource": self.ids[row.resource], "capacity": capacity, "quantity": row.quantity}
        return {"id": key, **what, **times}

    def delete(self, key: int) -> None:
        """Delete a row."""
        self.connection.execute(text("DELETE FROM allocation WHERE id = :id"), {"id": key})

    def set_capacity(self, pieces: int) -> bool:
        """Change the number of pieces of the pool; return whether the database accepted it."""
        statement = text("UPDATE resource SET capacity = :pieces WHERE id = :id")
        return self.accepts(statement, {"pieces": pieces, "id": self.ids["pool"]})


def apply_one_change(
    data: st.DataObject, evening: datetime, oracle: Oracle, table: Table, new_key: int
) -> None:
    """Apply one random change to the oracle and to the table; both must accept it or neither."""
    kind = data.draw(st.sampled_from(KINDS))
    if kind == "capacity":
        pieces = data.draw(st.integers(0, 4))
        expected = oracle.takes_capacity(pieces)
        assert table.set_capacity(pieces) == expected
        if expected:
            oracle.capacity["pool"] = pieces
        return
    if kind == "insert" or not oracle.rows:
        row = Row(
            data.draw(st.sampled_from(["room", "pool"])),
            data.draw(spans(evening)),
            data.draw(st.integers(0, 3)),
        )
        expected = oracle.takes(row)
        assert table.insert(new_key, row, oracle.capacity[row.resource]) == expected
        if expected:
            oracle.rows[new_key] = row
        return
    key = data.draw(st.sampled_from(sorted(oracle.rows)))
    if kind == "delete":
        table.delete(key)
        del oracle.rows[key]
        return
    row = changed(data, evening, oracle.rows[key], kind)
    expected = oracle.takes(row, instead_of=key)
    assert table.change(key, row, oracle.capacity[row.resource]) == expected
    if expected:
        oracle.rows[key] = row


def changed(data: st.DataObject, evening: datetime, row: Row, kind: str) -> Row:
    """Draw a change of a row."""
    if kind == "move":
        return replace(row, span=data.draw(spans(evening)))
    if kind == "extend":
        more = timedelta(minutes=data.draw(st.integers(1, 8)) * 15)
        return replace(row, span=row.span.widened(after=more))
    if kind == "quantity":
        return replace(row, quantity=data.draw(st.integers(0, 4)))
    return replace(row, resource=data.draw(st.sampled_from(["room", "pool"])))


def compare() -> Counter[bool]:
    """Apply random changes to the oracle and to the table; count the rounds that ended with more than one row."""
    town = make_town()
    ids = {"room": town.hall.id, "pool": town.projector.id}
    holder = make_holder(town.hall, hours(9, 10))
    db.session.commit()
    taken: Counter[bool] = Counter()

    @settings(max_examples=120, phases=(Phase.generate,), report_multiple_bugs=False)
    @given(st.data())
    def apply_random_changes(data: st.DataObject) -> None:
        oracle, evening = Oracle(), data.draw(evenings)
        with db.engine.connect() as connection, connection.begin() as transaction:
            table = Table(connection, ids, holder)
            for key in range(1, data.draw(st.integers(1, 14)) + 1):
                apply_one_change(data, evening, oracle, table, key)
            taken[len(oracle.rows) > 1] += 1
            transaction.rollback()

    apply_random_changes()
    return taken


def test_the_guard_accepts_exactly_what_fits(in_app: Flask) -> None:
    assert compare()[True] > 5


def test_without_the_guard_the_comparison_fails(in_app: Flask) -> None:
    drop_guard()
    with pytest.raises(AssertionError):
        compare()
