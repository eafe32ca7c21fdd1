"""Queries for usage cards."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from mal.bookings.models import Booking, Occurrence
from mal.bookings.states import DateState
from mal.monitoring.models import UsageCard
from mal.places.models import Resource
from mal.shared import clock
from mal.shared.database import db


def get_card(occurrence_id: int) -> UsageCard | None:
    """Return the card of an occurrence, read afresh from the database, or None."""
    return db.session.get(UsageCard, occurrence_id, populate_existing=True)


def attendance_by_occurrence(occurrence_ids: Collection[int]) -> dict[int, int]:
    """Return the headcounts of those occurrences that have a card, by occurrence id."""
    rows = db.session.execute(
        select(UsageCard.occurrence_id, UsageCard.headcount).where(
            UsageCard.occurrence_id.in_(sorted(occurrence_ids))
        )
    )
    return {row.occurrence_id: row.headcount for row in rows}


def list_occurrences_without_card(site_ids: Collection[int], limit: int = 20) -> Sequence[Occurrence]:
    """Return occurrences at some sites that are over and have no card, the latest first, with their bookings loaded."""
    return db.session.scalars(
        select(Occurrence)
        .join(Occurrence.booking)
        .join(Resource, Resource.id == Booking.room_id)
        .options(
            contains_eager(Occurrence.booking).joinedload(Booking.group),
            contains_eager(Occurrence.booking).joinedload(Booking.room),
        )
        .where(
            Resource.site_id.in_(sorted(site_ids)),
            Occurrence.state == DateState.PLANNED,
            Occurrence.on_date <= clock.today(),
            Occurrence.ends_at <= clock.now(),
        )
        .order_by(Occurrence.on_date.desc(), Occurrence.starts_at.desc(), Occurrence.id.desc())
        .limit(limit)
    ).all()
