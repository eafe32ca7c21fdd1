"""Queries of what is held."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Row, func, or_, select

from mal.bookings.audit import AllocationRow
from mal.bookings.availability import HeldSpan
from mal.bookings.models import (
    Allocation,
    AllocationKind,
    Booking,
    Occurrence,
)
from mal.bookings.redaction import redact
from mal.places.models import Closure, Resource
from mal.shared.database import db, overlaps
from mal.shared.timespan import Timespan


def list_allocations(
    resource_ids: Collection[int], within: Timespan, *, but_booking: int | None = None
) -> list[HeldSpan]:
    """Return what is held of some resources in a span of time, by start; without one booking, if it is named.

    Labels are what anyone may know. One statement.
    """
    wanted = (
        select(
            Allocation.resource_id,
            Allocation.starts_at,
            Allocation.ends_at,
            Allocation.quantity,
            Allocation.kind,
            Allocation.occurrence_id,
            Booking.visibility,
            Booking.title,
            Closure.reason,
        )
        .outerjoin(Occurrence, Occurrence.id == Allocation.occurrence_id)
        .outerjoin(Booking, Booking.id == Occurrence.booking_id)
        .outerjoin(Closure, Closure.id == Allocation.closure_id)
        .where(
            Allocation.resource_id.in_(sorted(resource_ids)),
            overlaps(Allocation, within),
        )
        .order_by(Allocation.starts_at, Allocation.id)
    )
    if but_booking is not None:
        wanted = wanted.where(or_(Booking.id.is_(None), Booking.id != but_booking))
    return [to_held_span(row) for row in db.session.execute(wanted)]


def to_held_span(row: Row[*tuple[Any, ...]]) -> HeldSpan:
    """Return a row as a value whose label anyone may read: the reason of a closure, or a redacted title."""
    is_closure = row.kind is AllocationKind.CLOSURE
    label = row.reason if is_closure else redact(row.visibility, title=row.title).title
    return HeldSpan(
        row.resource_id,
        Timespan(row.starts_at, row.ends_at),
        row.quantity,
        label or "",
        is_closure,
        row.occurrence_id,
    )


def iter_allocations() -> Iterator[AllocationRow]:
    """Yield all allocations by resource and start, with the capacity that the resource itself has.

    The capacity of a resource that does not exist is 0. Rows are read in batches of 5,000.
    """
    rows = db.session.execute(
        select(
            Allocation.resource_id,
            func.coalesce(Resource.capacity, 0),
            Allocation.quantity,
            Allocation.starts_at,
            Allocation.ends_at,
            Allocation.kind,
        )
        .outerjoin(Resource, Resource.id == Allocation.resource_id)
        .order_by(Allocation.resource_id, Allocation.starts_at, Allocation.id)
        .execution_options(yield_per=5000)
    )
    return (AllocationRow(*row) for row in rows)
