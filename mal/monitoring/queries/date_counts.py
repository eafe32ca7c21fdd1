"""Occurrences and their cards counted by room and month, or by hour of the week."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, extract, func, literal, select

from mal.bookings.models import Occurrence
from mal.bookings.states import DateState
from mal.monitoring.busy_hours import MINUTES_A_DAY, SlotCount, utc_offset_periods
from mal.monitoring.figures import HELD_STATES
from mal.monitoring.models import UsageCard
from mal.monitoring.queries.sql_functions import seconds_between
from mal.monitoring.report_counts import AttendanceCount, DateCount
from mal.monitoring.usage_card import AGE_BANDS
from mal.shared import clock
from mal.shared.database import AwareDateTime, db
from mal.shared.months import add_months, month_boundaries

Statement = Select[*tuple[Any, ...]]

YEAR, MONTH = extract("year", Occurrence.on_date), extract("month", Occurrence.on_date)
EPOCH = literal(datetime(1970, 1, 1, tzinfo=UTC), AwareDateTime())


def begins_in(statement: Statement, room_ids: Collection[int], months: Sequence[date]) -> Statement:
    """Narrow a query to the occurrences in some rooms that begin in consecutive months, by Warsaw day.

    The bounds on the instant say the same again, so that the index on room and start is used.
    """
    boundaries = month_boundaries(months)
    return statement.where(
        Occurrence.room_id.in_(sorted(room_ids)),
        Occurrence.on_date >= months[0],
        Occurrence.on_date < add_months(months[-1], 1),
        Occurrence.starts_at >= boundaries[0],
        Occurrence.starts_at < boundaries[-1],
    )


def room_and_month(row: Row[*tuple[Any, ...]]) -> tuple[int, date]:
    """Return the room id of a row and its month, named by the first day."""
    return row.room_id, date(int(row.year), int(row.month), 1)


def count_dates(room_ids: Collection[int], months: Sequence[date]) -> list[DateCount]:
    """Return numbers and seconds of occurrences by room, month and state."""
    without_card = and_(Occurrence.state == DateState.PLANNED, Occurrence.ends_at <= clock.now())
    rows = db.session.execute(
        begins_in(
            select(
                Occurrence.room_id,
                YEAR.label("year"),
                MONTH.label("month"),
                Occurrence.state,
                func.count().label("dates"),
                func.sum(seconds_between(Occurrence.starts_at, Occurrence.ends_at)).label("seconds"),
                func.sum(case((without_card, 1), else_=0)).label("without_card"),
            ),
            room_ids,
            months,
        ).group_by(Occurrence.room_id, YEAR, MONTH, Occurrence.state)
    )
    return [
        DateCount(*room_and_month(row), row.state, row.dates, int(row.seconds), row.without_card)
        for row in rows
    ]


def sum_attendance(room_ids: Collection[int], months: Sequence[date]) -> list[AttendanceCount]:
    """Return the headcounts of meetings that took place, by room and month, in all and by age band."""
    bands = [func.coalesce(func.sum(getattr(UsageCard, band)), 0).label(band) for band in AGE_BANDS]
    rows = db.session.execute(
        begins_in(
            select(
                Occurrence.room_id,
                YEAR.label("year"),
                MONTH.label("month"),
                func.sum(UsageCard.headcount).label("headcount"),
                *bands,
            ).join(UsageCard, UsageCard.occurrence_id == Occurrence.id),
            room_ids,
            months,
        )
        .where(Occurrence.state == DateState.TOOK_PLACE)
        .group_by(Occurrence.room_id, YEAR, MONTH)
    )
    return [
        AttendanceCount(
            *room_and_month(row), int(row.headcount), {band: int(getattr(row, band)) for band in AGE_BANDS}
        )
        for row in rows
    ]


def count_slots(room_ids: Collection[int], months: Sequence[date]) -> list[SlotCount]:
    """Return numbers of meetings by room, weekday, minute of the day and length.

    The database knows no time zones, so it groups the minutes in UTC by the period of a constant offset.
    """
    periods = utc_offset_periods(months[0], add_months(months[-1], 1))
    period = case(
        *((Occurrence.starts_at < end, number) for number, (end, _) in enumerate(periods)),
        else_=len(periods) - 1,
    )
    rows = db.session.execute(
        begins_in(
            select(
                Occurrence.room_id,
                extract("dow", Occurrence.on_date).label("weekday"),
                period.label("period"),
                ((seconds_between(EPOCH, Occurrence.starts_at) % 86400) // 60).label("minute"),
                (seconds_between(Occurrence.starts_at, Occurrence.ends_at) // 60).label("minutes"),
                func.count().label("meetings"),
            ),
            room_ids,
            months,
        )
        .where(Occurrence.state.in_(HELD_STATES))
        .group_by(Occurrence.room_id, "weekday", "period", "minute", "minutes")
    )
    return [
        SlotCount(
            row.room_id,
            (int(row.weekday) - 1) % 7,
            (int(row.minute) + periods[row.period][1]) % MINUTES_A_DAY,
            int(row.minutes),
            row.meetings,
        )
        for row in rows
    ]
