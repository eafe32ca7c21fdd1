"""Questions about what is held, in few statements whatever the number of rows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from mal.bookings.audit import AllocationRow
from mal.bookings.availability import HeldSpan, iso_week
from mal.bookings.models import (
    Allocation,
    AllocationKind,
    Booking,
    BookingEvent,
    EventDate,
    Occurrence,
)
from mal.bookings.redaction import redact
from mal.bookings.states import HOLDING, DateState
from mal.places.models import Closure, Resource, Room
from mal.shared.database import db, overlaps
from mal.shared.timespan import LONGEST_LOCAL_DAY, Timespan

# States of a date that counts against a group's weekly hours.
COUNTED = (DateState.ASKED, *HOLDING)


def list_allocations(
    resource_ids: Collection[int], within: Timespan, *, but_booking: int | None = None
) -> list[HeldSpan]:
    """Return what is held of some resources in a span of time, in one statement; labels are what anyone may know."""
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
    """Turn a row into a fact, with a label that anyone may read."""
    closure = row.kind is AllocationKind.CLOSURE
    label = row.reason if closure else redact(row.visibility, title=row.title).title
    return HeldSpan(
        row.resource_id,
        Timespan(row.starts_at, row.ends_at),
        row.quantity,
        label or "",
        closure,
        row.occurrence_id,
    )


def sum_minutes_by_week(
    group_id: int, within: Timespan, *, but_booking: int | None = None
) -> dict[tuple[int, int], int]:
    """Sum what a group holds and asks for, by the ISO week in which it starts, without one booking."""
    wanted = (
        select(Occurrence.starts_at, Occurrence.ends_at, Occurrence.on_date)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .where(
            Booking.group_id == group_id,
            Occurrence.state.in_(COUNTED),
            Occurrence.starts_at >= within.start,
            Occurrence.starts_at < within.end,
        )
    )
    if but_booking is not None:
        wanted = wanted.where(Booking.id != but_booking)
    used: dict[tuple[int, int], int] = {}
    for row in db.session.execute(wanted):
        week = iso_week(row.on_date)
        used[week] = used.get(week, 0) + Timespan(row.starts_at, row.ends_at).minutes
    return used


def minutes_lately(group_ids: Collection[int], within: Timespan) -> dict[int, int]:
    """Sum the minutes that each group held in a span of time: what orders equals in § 6."""
    rows = db.session.execute(
        select(Booking.group_id, Occurrence.starts_at, Occurrence.ends_at)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .where(
            Booking.group_id.in_(sorted(group_ids)),
            Occurrence.state.in_(HOLDING),
            Occurrence.starts_at >= within.start,
            Occurrence.starts_at < within.end,
        )
    )
    used: dict[int, int] = dict.fromkeys(group_ids, 0)
    for row in rows:
        used[row.group_id] += Timespan(row.starts_at, row.ends_at).minutes
    return used


def missed_lately(group_id: int, since: datetime) -> int:
    """Count the dates since an instant to which nobody of a group came, without a word."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Occurrence)
            .join(Booking, Booking.id == Occurrence.booking_id)
            .where(
                Booking.group_id == group_id,
                Occurrence.state == DateState.NO_SHOW,
                Occurrence.starts_at >= since,
            )
        )
        or 0
    )


def get_booking(booking_id: int) -> Booking | None:
    """Find a booking with all that its page shows, in a fixed number of statements."""
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
    """List the bookings that some dates belong to, with their equipment."""
    of_these = exists().where(Occurrence.booking_id == Booking.id, Occurrence.id.in_(sorted(occurrence_ids)))
    return db.session.scalars(
        select(Booking)
        .options(joinedload(Booking.room), selectinload(Booking.equipment))
        .where(of_these)
        .order_by(Booking.id)
    ).all()


def get_occurrence(occurrence_id: int) -> Occurrence | None:
    """Find one date with its meeting."""
    return db.session.scalar(
        select(Occurrence)
        .options(
            joinedload(Occurrence.booking).joinedload(Booking.group),
            joinedload(Occurrence.booking).joinedload(Booking.room),
        )
        .where(Occurrence.id == occurrence_id)
    )


def list_events(booking_id: int) -> Sequence[BookingEvent]:
    """List the steps taken with a booking, the oldest first."""
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


def list_resource_ids(rooms: Iterable[Room]) -> list[int]:
    """List the ids that closing some rooms holds: their parts, or they themselves."""
    return sorted({held_id for room in rooms for held_id in room.held_ids()})


def list_occurrences_in_closure(resource_ids: Collection[int], span: Timespan) -> Sequence[Occurrence]:
    """List the planned dates that hold any of the resources in a span of time, as they are now."""
    holding = exists().where(
        Allocation.occurrence_id == Occurrence.id,
        Allocation.resource_id.in_(sorted(resource_ids)),
        overlaps(Allocation, span),
    )
    return db.session.scalars(
        select(Occurrence)
        .options(
            joinedload(Occurrence.booking).joinedload(Booking.group),
            joinedload(Occurrence.booking).joinedload(Booking.room),
        )
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
    """List the dates in some rooms that touch a span of time, with their meetings."""
    return db.session.scalars(
        select(Occurrence)
        .options(
            joinedload(Occurrence.booking).joinedload(Booking.group),
            joinedload(Occurrence.booking).joinedload(Booking.room),
            joinedload(Occurrence.booking).selectinload(Booking.equipment),
        )
        .where(
            Occurrence.room_id.in_(sorted(room_ids)),
            Occurrence.state.in_(states),
            overlaps(Occurrence, within),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    ).all()


def iter_allocations() -> Iterator[AllocationRow]:
    """Stream all that is held, by resource and start, with the quantity that there really is of each.

    What is held of a thing that does not exist has a capacity of nought.
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
