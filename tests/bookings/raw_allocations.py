"""Rows of `allocation` written by raw SQL: no service and no model takes part."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, text

from mal.bookings.models import Booking, Occurrence, Visibility
from mal.places.models import Equipment, Resource, Room
from mal.shared import clock
from mal.shared.database import AwareDateTime, db
from mal.shared.timespan import Timespan

Row = dict[str, Any]

INSERT = text(
    "INSERT INTO allocation (resource_id, capacity, quantity, starts_at, ends_at, kind, occurrence_id)"
    " VALUES (:resource_id, :capacity, :quantity, :starts_at, :ends_at, 'booking', :occurrence_id)"
).bindparams(bindparam("starts_at", type_=AwareDateTime), bindparam("ends_at", type_=AwareDateTime))

POSTGRES_GUARD = (
    "DROP TRIGGER allocation_pool ON allocation",
    "ALTER TABLE allocation DROP CONSTRAINT ex_allocation_single",
)
SQLITE_GUARD = tuple(
    f"DROP TRIGGER allocation_{kind}_{moment}"
    for kind in ("single", "pool")
    for moment in ("insert", "update")
)


def drop_guard(connection: Connection | None = None) -> None:
    """Drop the guard of this database, and commit."""
    if connection is None:
        db.session.commit()
        with db.engine.begin() as own:
            drop_guard(own)
        return
    for statement in SQLITE_GUARD if connection.dialect.name == "sqlite" else POSTGRES_GUARD:
        connection.exec_driver_sql(statement)


def make_holder(room: Room, span: Timespan, group_id: int = 1) -> int:
    """Create an occurrence for rows to belong to; return its id."""
    now = clock.now()
    occurrence = Occurrence(
        room_id=room.id,
        starts_at=span.start,
        ends_at=span.end,
        on_date=span.local_day,
        created_at=now,
        changed_at=now,
        booking=Booking(
            group_id=group_id,
            room_id=room.id,
            title="",
            activity="other",
            visibility=Visibility.OPEN,
            headcount=1,
            created_at=now,
        ),
    )
    db.session.add(occurrence)
    db.session.flush()
    return occurrence.id


def insert_held(
    holder: int, resource: Resource, span: Timespan, *, quantity: int = 1, capacity: int | None = None
) -> None:
    """Insert a row in the test's own transaction."""
    db.session.connection().execute(INSERT, row_of(holder, resource, span, quantity, capacity))


def row_of(
    holder: int, resource: Resource, span: Timespan, quantity: int = 1, capacity: int | None = None
) -> Row:
    """Return the values of a row."""
    return {
        "resource_id": resource.id,
        "capacity": resource.capacity if capacity is None else capacity,
        "quantity": quantity,
        "starts_at": span.start,
        "ends_at": span.end,
        "occurrence_id": holder,
    }


def hours(first: float, last: float) -> Timespan:
    """Return a span of a day in 2031, in hours from its start in UTC."""
    return Timespan(DAY + timedelta(hours=first), DAY + timedelta(hours=last))


DAY = datetime(2031, 3, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """The resources that rows are written about, and the occurrence that they belong to."""

    holder: int
    hall: Room
    kitchen: Room
    whole: Room
    pool: Equipment
