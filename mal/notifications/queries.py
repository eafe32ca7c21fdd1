"""Queries for events that need letters, and for letters."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from mal.bookings.models import Booking, BookingEvent, EventDate
from mal.bookings.states import Step
from mal.notifications.models import Letter, LetterState
from mal.places.models import Resource
from mal.places.queries import at_sites
from mal.shared.database import db


def list_pending_event_ids(limit: int, *, excluded_ids: Collection[int] = ()) -> Sequence[int]:
    """Return ids of events whose letters have not been composed, the oldest first."""
    return db.session.scalars(
        select(BookingEvent.id)
        .where(BookingEvent.composed_at.is_(None), BookingEvent.id.not_in(sorted(excluded_ids)))
        .order_by(BookingEvent.id)
        .limit(limit)
    ).all()


def get_event(event_id: int) -> BookingEvent | None:
    """Return an event with actor, closure, booking, group, room, equipment and occurrences loaded, or None."""
    return db.session.scalar(
        select(BookingEvent)
        .options(
            joinedload(BookingEvent.actor),
            joinedload(BookingEvent.closure),
            joinedload(BookingEvent.booking).joinedload(Booking.group),
            joinedload(BookingEvent.booking).joinedload(Booking.room),
            joinedload(BookingEvent.booking).selectinload(Booking.equipment),
            selectinload(BookingEvent.dates).joinedload(EventDate.occurrence),
        )
        .where(BookingEvent.id == event_id)
    )


def get_first_event(booking_id: int, step: Step) -> BookingEvent | None:
    """Return the earliest event of a step for a booking, with its occurrences loaded, or None."""
    return db.session.scalar(
        select(BookingEvent)
        .options(selectinload(BookingEvent.dates).joinedload(EventDate.occurrence))
        .where(BookingEvent.booking_id == booking_id, BookingEvent.step == step)
        .order_by(BookingEvent.id)
        .limit(1)
    )


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a letter may be claimed: its next attempt is due and no lease is in force."""
    return and_(
        Letter.state == LetterState.WAITING,
        Letter.next_try_at <= now,
        or_(Letter.leased_until.is_(None), Letter.leased_until <= now),
    )


def list_due_letter_ids(now: datetime, limit: int) -> Sequence[int]:
    """Return ids of letters that may be claimed, the longest due first."""
    return db.session.scalars(
        select(Letter.id).where(is_due(now)).order_by(Letter.next_try_at, Letter.id).limit(limit)
    ).all()


def get_letter(letter_id: int) -> Letter | None:
    """Return a letter with event, booking and room loaded, or None."""
    return db.session.scalar(
        select(Letter)
        .options(joinedload(Letter.event).joinedload(BookingEvent.booking).joinedload(Booking.room))
        .where(Letter.id == letter_id)
    )


def list_letters(
    state: LetterState, site_ids: Collection[int] | None, *, limit: int, offset: int = 0
) -> Sequence[Letter]:
    """Return letters in one state about rooms of some sites (`None`: all sites), the newest first."""
    statement = (
        select(Letter)
        .join(Letter.event)
        .join(BookingEvent.booking)
        .join(Resource, Resource.id == Booking.room_id)
        .where(Letter.state == state, at_sites(site_ids))
        .order_by(Letter.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return db.session.scalars(statement).all()


def count_letters_by_state(site_ids: Collection[int] | None) -> dict[LetterState, int]:
    """Return the number of letters in each state, zeros included, about rooms of some sites (`None`: all sites)."""
    statement = (
        select(Letter.state, func.count())
        .join(Letter.event)
        .join(BookingEvent.booking)
        .join(Resource, Resource.id == Booking.room_id)
        .where(at_sites(site_ids))
        .group_by(Letter.state)
    )
    counts = {row[0]: row[1] for row in db.session.execute(statement)}
    return dict.fromkeys(LetterState, 0) | counts


def list_events_without_letters(
    before: datetime, site_ids: Collection[int] | None, limit: int = 20
) -> Sequence[BookingEvent]:
    """Return events from before an instant whose letters have not been composed, with their bookings loaded."""
    statement = (
        select(BookingEvent)
        .join(BookingEvent.booking)
        .join(Resource, Resource.id == Booking.room_id)
        .options(contains_eager(BookingEvent.booking))
        .where(BookingEvent.composed_at.is_(None), BookingEvent.happened_at < before, at_sites(site_ids))
        .order_by(BookingEvent.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()
