"""Queries of how much a group has asked for, held and missed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from mal.bookings.availability import iso_week
from mal.bookings.models import Booking, Occurrence
from mal.bookings.states import HOLDING, DateState
from mal.shared.database import db
from mal.shared.timespan import Timespan

# States of an occurrence that counts against its group's weekly limit.
COUNTED = (DateState.ASKED, *HOLDING)


def sum_minutes_by_week(
    group_id: int, within: Timespan, *, but_booking: int | None = None
) -> dict[tuple[int, int], int]:
    """Return the minutes that a group holds and asks for, by ISO year and week; without one booking, if it is named.

    An occurrence counts in the Warsaw week in which it starts, if it starts within the span.
    """
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
    minutes: dict[tuple[int, int], int] = {}
    for row in db.session.execute(wanted):
        week = iso_week(row.on_date)
        minutes[week] = minutes.get(week, 0) + Timespan(row.starts_at, row.ends_at).minutes
    return minutes


def minutes_lately(group_ids: Collection[int], within: Timespan) -> dict[int, int]:
    """Return the minutes that each group held of what starts within a span; § 6 orders competing applications by it."""
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
    minutes = dict.fromkeys(group_ids, 0)
    for row in rows:
        minutes[row.group_id] += Timespan(row.starts_at, row.ends_at).minutes
    return minutes


def missed_lately(group_id: int, since: datetime) -> int:
    """Return the number of occurrences since an instant to which nobody of a group came."""
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
