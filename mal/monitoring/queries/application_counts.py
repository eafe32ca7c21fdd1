"""Applications and their answers counted by room and month of submission."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Booking
from mal.monitoring.queries.sql_functions import seconds_between
from mal.monitoring.report_counts import AnswerCount, ApplicationCount
from mal.shared.database import db
from mal.shared.months import month_boundaries

Statement = Select[*tuple[Any, ...]]


def submission_month(months: Sequence[date]) -> ColumnElement[int]:
    """Return the index, from 0, of the month in which an application was submitted, by Warsaw time."""
    ends = month_boundaries(months)[1:]
    return case(*((Application.submitted_at < end, number) for number, end in enumerate(ends)))


def submitted_in(statement: Statement, room_ids: Collection[int], months: Sequence[date]) -> Statement:
    """Narrow a query to the applications for some rooms that were submitted in consecutive months."""
    boundaries = month_boundaries(months)
    return statement.join(Booking, Booking.id == Application.booking_id).where(
        Booking.room_id.in_(sorted(room_ids)),
        Application.submitted_at >= boundaries[0],
        Application.submitted_at < boundaries[-1],
    )


def count_applications(room_ids: Collection[int], months: Sequence[date]) -> list[ApplicationCount]:
    """Return numbers of applications by room, month, state and reason of refusal."""
    rows = db.session.execute(
        submitted_in(
            select(
                Booking.room_id,
                submission_month(months).label("month"),
                Application.state,
                Application.refusal_reason,
                func.count().label("applications"),
            ),
            room_ids,
            months,
        ).group_by(Booking.room_id, "month", Application.state, Application.refusal_reason)
    )
    return [
        ApplicationCount(row.room_id, months[row.month], row.state, row.refusal_reason, row.applications)
        for row in rows
    ]


def count_answers(room_ids: Collection[int], months: Sequence[date]) -> list[AnswerCount]:
    """Return numbers of answers by room, month and whole days of waiting.

    Bookings by phone, which staff enter and approve at once, have not waited and do not count.
    """
    waited = seconds_between(Application.submitted_at, Application.decided_at)
    rows = db.session.execute(
        submitted_in(
            select(
                Booking.room_id,
                submission_month(months).label("month"),
                (waited // 86400).label("days"),
                func.count().label("applications"),
            ),
            room_ids,
            months,
        )
        .where(
            Application.state.in_((ApplicationState.APPROVED, ApplicationState.REFUSED)),
            Application.decided_at.is_not(None),
            Application.entered_by_id.is_(None),
        )
        .group_by(Booking.room_id, "month", "days")
    )
    return [AnswerCount(row.room_id, months[row.month], row.days, row.applications) for row in rows]
