"""Queries of bookings and the steps taken with them."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from mal.bookings.models import Booking, BookingEvent, EventDate, Occurrence
from mal.shared.database import db


def get_booking(booking_id: int) -> Booking | None:
    """Return a booking with its group, room, occurrences and equipment, or None.

    The rows are read anew even if the session has them already.
    """
    return db.session.scalar(
        select(Booking)
        .options(
            joinedload(Booking.group),
            joinedload(Booking.room),
            selectinload(Booking.occurrences),
            selectinload(Booking.equipment),
        )
        .where(Booking.id == booking_id)
        .execution_options(populate_existing=True)
    )


def list_bookings_of_occurrences(occurrence_ids: Collection[int]) -> Sequence[Booking]:
    """Return the bookings of some occurrences, by id, with their rooms and equipment."""
    has_any = exists().where(Occurrence.booking_id == Booking.id, Occurrence.id.in_(sorted(occurrence_ids)))
    return db.session.scalars(
        select(Booking)
        .options(joinedload(Booking.room), selectinload(Booking.equipment))
        .where(has_any)
        .order_by(Booking.id)
    ).all()


def list_events(booking_id: int) -> Sequence[BookingEvent]:
    """Return the steps that were taken with a booking, the oldest first, with their actors and occurrences."""
    return (
        db.session.scalars(
            select(BookingEvent)
            .options(
                joinedload(BookingEvent.actor),
                selectinload(BookingEvent.dates).joinedload(EventDate.occurrence),
            )
            .where(BookingEvent.booking_id == booking_id)
            .order_by(BookingEvent.happened_at, BookingEvent.id)
        )
        .unique()
        .all()
    )
