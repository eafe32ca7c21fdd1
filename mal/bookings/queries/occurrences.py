"""Queries of occurrences: the dates of bookings."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from mal.bookings.models import Allocation, Booking, Occurrence
from mal.bookings.states import HOLDING, DateState
from mal.shared.database import db, overlaps
from mal.shared.timespan import LONGEST_LOCAL_DAY, Timespan

WITH_BOOKING = (
    joinedload(Occurrence.booking).joinedload(Booking.group),
    joinedload(Occurrence.booking).joinedload(Booking.room),
)


def get_occurrence(occurrence_id: int) -> Occurrence | None:
    """Return an occurrence with its booking, group and room, or None."""
    return db.session.scalar(select(Occurrence).options(*WITH_BOOKING).where(Occurrence.id == occurrence_id))


def list_occurrences_in_closure(resource_ids: Collection[int], span: Timespan) -> Sequence[Occurrence]:
    """Return the planned occurrences that hold any of some resources in a span of time, by start, read anew.

    What counts is the allocation, which lasts through the buffer; the bounds of the start only help the index.
    """
    holding = exists().where(
        Allocation.occurrence_id == Occurrence.id,
        Allocation.resource_id.in_(sorted(resource_ids)),
        overlaps(Allocation, span),
    )
    return db.session.scalars(
        select(Occurrence)
        .options(*WITH_BOOKING)
        .where(
            Occurrence.state == DateState.PLANNED,
            Occurrence.starts_at > span.start - 2 * LONGEST_LOCAL_DAY,
            Occurrence.starts_at < span.end,
            holding,
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
        .execution_options(populate_existing=True)
    ).all()


def list_occurrences_in(
    within: Timespan,
    room_ids: Collection[int],
    states: Collection[DateState] = HOLDING,
) -> Sequence[Occurrence]:
    """Return the occurrences in some rooms that overlap a span, by start, with their bookings, groups and equipment."""
    return db.session.scalars(
        select(Occurrence)
        .options(
            *WITH_BOOKING,
            joinedload(Occurrence.booking).selectinload(Booking.equipment),
        )
        .where(
            Occurrence.room_id.in_(sorted(room_ids)),
            Occurrence.state.in_(states),
            overlaps(Occurrence, within),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    ).all()
