"""Questions about how the places are used: counted in the database, in a fixed number of statements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, case, extract, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import contains_eager
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Allocation, Booking, Occurrence
from mal.bookings.states import DateState
from mal.monitoring import figures
from mal.monitoring.figures import Answered, Asked, Attendance, Dates
from mal.monitoring.models import UsageCard
from mal.monitoring.opening_minutes import Offer, Space
from mal.monitoring.usage_card import BANDS
from mal.places import holidays
from mal.places.models import Closure, Resource, Room, RoomPart
from mal.places.queries import list_opening_rules
from mal.shared import clock
from mal.shared.database import db, overlaps
from mal.shared.months import add_months, month_boundaries
from mal.shared.timespan import WARSAW, Timespan

Rows = Select[*tuple[Any, ...]]


class seconds_between(FunctionElement[int]):  # noqa: N801 - reads as a function of SQL
    """Whole seconds from one instant to another."""

    type = Integer()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _in_sqlite(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"(strftime('%s', {last}) - strftime('%s', {first}))"


@compiles(seconds_between, "postgresql")
def _in_postgresql(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM {last} - {first}) AS BIGINT)"


def card(occurrence_id: int) -> UsageCard | None:
    """Find the card of a date, as the database has it now."""
    return db.session.get(UsageCard, occurrence_id, populate_existing=True)


def heads(occurrence_ids: Collection[int]) -> dict[int, int]:
    """Give how many people came to those of some dates that have a card."""
    rows = db.session.execute(
        select(UsageCard.occurrence_id, UsageCard.headcount).where(
            UsageCard.occurrence_id.in_(sorted(occurrence_ids))
        )
    )
    return {row.occurrence_id: row.headcount for row in rows}


def missing_cards_at(site_ids: Collection[int], limit: int = 20) -> Sequence[Occurrence]:
    """List the meetings at some sites that are over and have no card, the newest first."""
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


def report(site_ids: Sequence[int], months: Sequence[date]) -> figures.Report:
    """Count all that happened at some sites in some months in a row."""
    spaces = rooms_of(site_ids)
    parts = parts_of(spaces)
    where = {space.id: figures.Where(space.site_id, parts.get(space.id, 1)) for space in spaces}
    counted = figures.Counted(
        dates=dates(where, months),
        attendance=attendance(where, months),
        asked=asked(where, months),
        answered=answered(where, months),
        minutes_open=minutes_open([space for space in spaces if space.id not in parts], months),
    )
    return figures.report(site_ids, months, where, counted)


def rooms_of(site_ids: Collection[int]) -> list[Space]:
    """List all rooms of some sites, those out of use too: what happened there stays counted."""
    rows = db.session.execute(
        select(Room.id, Room.site_id, Room.season_from, Room.season_to, Room.retired_at)
        .where(Room.site_id.in_(sorted(site_ids)))
        .order_by(Room.id)
    )
    return [Space(*row[:4], row[4] and row[4].astimezone(WARSAW).date()) for row in rows]


def parts_of(spaces: Collection[Space]) -> dict[int, int]:
    """Count the parts of the rooms that are made of any."""
    rows = db.session.execute(
        select(RoomPart.whole_id, func.count())
        .where(RoomPart.whole_id.in_([space.id for space in spaces]))
        .group_by(RoomPart.whole_id)
    )
    return {row[0]: row[1] for row in rows}


def in_months(wanted: Rows, rooms: Collection[int], months: Sequence[date]) -> Rows:
    """Narrow a question to the dates in some rooms that begin in some months, by the Warsaw day.

    The instants say the same once more, so that the index by room and start finds them.
    """
    first, last = months[0], add_months(months[-1], 1)
    start, end = month_boundaries([first])[0], month_boundaries([last])[0]
    return wanted.where(
        Occurrence.room_id.in_(sorted(rooms)),
        Occurrence.on_date >= first,
        Occurrence.on_date < last,
        Occurrence.starts_at >= start,
        Occurrence.starts_at < end,
    )


def beginning(row: Row[*tuple[Any, ...]]) -> tuple[int, date]:
    """Give the room of a row and the month that it counts."""
    return row.room_id, date(int(row.year), int(row.month), 1)


YEAR, MONTH = extract("year", Occurrence.on_date), extract("month", Occurrence.on_date)


def dates(rooms: Collection[int], months: Sequence[date]) -> list[Dates]:
    """Count dates and their seconds by room, month and state."""
    over = and_(Occurrence.state == DateState.PLANNED, Occurrence.ends_at <= clock.now())
    rows = db.session.execute(
        in_months(
            select(
                Occurrence.room_id,
                YEAR.label("year"),
                MONTH.label("month"),
                Occurrence.state,
                func.count().label("dates"),
                func.sum(seconds_between(Occurrence.starts_at, Occurrence.ends_at)).label("seconds"),
                func.sum(case((over, 1), else_=0)).label("without_card"),
            ),
            rooms,
            months,
        ).group_by(Occurrence.room_id, YEAR, MONTH, Occurrence.state)
    )
    return [Dates(*beginning(row), row.state, row.dates, int(row.seconds), row.without_card) for row in rows]


def attendance(rooms: Collection[int], months: Sequence[date]) -> list[Attendance]:
    """Add up who came, by room and month, to the meetings that took place."""
    bands = [func.coalesce(func.sum(getattr(UsageCard, band)), 0).label(band) for band in BANDS]
    rows = db.session.execute(
        in_months(
            select(
                Occurrence.room_id,
                YEAR.label("year"),
                MONTH.label("month"),
                func.sum(UsageCard.headcount).label("headcount"),
                *bands,
            ).join(UsageCard, UsageCard.occurrence_id == Occurrence.id),
            rooms,
            months,
        )
        .where(Occurrence.state == DateState.TOOK_PLACE)
        .group_by(Occurrence.room_id, YEAR, MONTH)
    )
    return [
        Attendance(*beginning(row), int(row.headcount), {band: int(getattr(row, band)) for band in BANDS})
        for row in rows
    ]


def month_of_sending(months: Sequence[date]) -> ColumnElement[int]:
    """Number the months from 0 by the instants at which they begin in Warsaw."""
    ends = month_boundaries(months)[1:]
    return case(*((Application.submitted_at < end, number) for number, end in enumerate(ends)))


def sent_in(wanted: Rows, rooms: Collection[int], months: Sequence[date]) -> Rows:
    """Narrow a question to the applications for some rooms that were sent in some months."""
    bounds = month_boundaries(months)
    return wanted.join(Booking, Booking.id == Application.booking_id).where(
        Booking.room_id.in_(sorted(rooms)),
        Application.submitted_at >= bounds[0],
        Application.submitted_at < bounds[-1],
    )


def asked(rooms: Collection[int], months: Sequence[date]) -> list[Asked]:
    """Count applications by room, month of sending, state and reason of refusal."""
    rows = db.session.execute(
        sent_in(
            select(
                Booking.room_id,
                month_of_sending(months).label("month"),
                Application.state,
                Application.refusal_reason,
                func.count().label("applications"),
            ),
            rooms,
            months,
        ).group_by(Booking.room_id, "month", Application.state, Application.refusal_reason)
    )
    return [
        Asked(row.room_id, months[row.month], row.state, row.refusal_reason, row.applications) for row in rows
    ]


def answered(rooms: Collection[int], months: Sequence[date]) -> list[Answered]:
    """Count answers by room, month of sending and whole days of waiting.

    What staff entered themselves for somebody on the phone has not waited and does not count.
    """
    waited = seconds_between(Application.submitted_at, Application.decided_at)
    rows = db.session.execute(
        sent_in(
            select(
                Booking.room_id,
                month_of_sending(months).label("month"),
                (waited // 86400).label("days"),
                func.count().label("applications"),
            ),
            rooms,
            months,
        )
        .where(
            Application.state.in_((ApplicationState.APPROVED, ApplicationState.REFUSED)),
            Application.decided_at.is_not(None),
            Application.entered_by_id.is_(None),
        )
        .group_by(Booking.room_id, "month", "days")
    )
    return [Answered(row.room_id, months[row.month], row.days, row.applications) for row in rows]


def minutes_open(spaces: Sequence[Space], months: Sequence[date]) -> dict[figures.Cell, int]:
    """Sum the minutes in which rooms were there to be held, by site and month."""
    years = {month.year for month in months}
    public_holidays = {day for year in years for day in holidays.holidays_in_year(year)}
    offer = Offer(list_opening_rules(), public_holidays, shut(spaces, months))
    found: dict[figures.Cell, int] = {}
    for space in spaces:
        for month in months:
            cell = space.site_id, month
            found[cell] = found.get(cell, 0) + offer.minutes(space, month)
    return found


def shut(spaces: Collection[Space], months: Sequence[date]) -> Mapping[tuple[int, date], list[Timespan]]:
    """List the closures of rooms in some months, by room and Warsaw day: each row lies within one day."""
    bounds = month_boundaries(months)
    rows = db.session.execute(
        select(Allocation.resource_id, Allocation.starts_at, Allocation.ends_at)
        .join(Closure, Closure.id == Allocation.closure_id)
        .where(
            Closure.lifted_at.is_(None),
            Allocation.resource_id.in_([space.id for space in spaces]),
            overlaps(Allocation, Timespan(bounds[0], bounds[-1])),
        )
    )
    found: dict[tuple[int, date], list[Timespan]] = {}
    for row in rows:
        span = Timespan(row.starts_at, row.ends_at)
        found.setdefault((row.resource_id, span.local_day), []).append(span)
    return found
