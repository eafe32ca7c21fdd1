"""Queries for the rooms of a report and the times when they were closed."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select

from mal.bookings.models import Allocation
from mal.monitoring.opening_minutes import ReportRoom
from mal.places.models import Closure, Room, RoomPart
from mal.shared.database import db, overlaps
from mal.shared.months import month_boundaries
from mal.shared.timespan import WARSAW, Timespan


def list_report_rooms(site_ids: Collection[int]) -> list[ReportRoom]:
    """Return all rooms of some sites, also retired ones: what happened there still counts."""
    rows = db.session.execute(
        select(Room.id, Room.site_id, Room.season_from, Room.season_to, Room.retired_at)
        .where(Room.site_id.in_(sorted(site_ids)))
        .order_by(Room.id)
    )
    return [ReportRoom(*row[:4], row[4] and row[4].astimezone(WARSAW).date()) for row in rows]


def count_room_parts(rooms: Collection[ReportRoom]) -> dict[int, int]:
    """Return the number of parts of joined rooms, by room id."""
    rows = db.session.execute(
        select(RoomPart.whole_id, func.count())
        .where(RoomPart.whole_id.in_([room.id for room in rooms]))
        .group_by(RoomPart.whole_id)
    )
    return {row[0]: row[1] for row in rows}


def list_closed_spans(
    rooms: Collection[ReportRoom], months: Sequence[date]
) -> dict[tuple[int, date], list[Timespan]]:
    """Return the closures of rooms in consecutive months, by room id and Warsaw day.

    An allocation lies within one day, so none needs to be cut.
    """
    bounds = month_boundaries(months)
    rows = db.session.execute(
        select(Allocation.resource_id, Allocation.starts_at, Allocation.ends_at)
        .join(Closure, Closure.id == Allocation.closure_id)
        .where(
            Closure.lifted_at.is_(None),
            Allocation.resource_id.in_([room.id for room in rooms]),
            overlaps(Allocation, Timespan(bounds[0], bounds[-1])),
        )
    )
    closed: dict[tuple[int, date], list[Timespan]] = {}
    for row in rows:
        span = Timespan(row.starts_at, row.ends_at)
        closed.setdefault((row.resource_id, span.local_day), []).append(span)
    return closed
