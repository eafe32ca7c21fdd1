"""Questions about applications, in a fixed number of statements whatever the number of rows."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from mal.applications.competing import RequestedDate, adjacent_days, find_competing
from mal.applications.models import Application, ApplicationDraft
from mal.applications.states import ApplicationState
from mal.bookings.models import Booking, Occurrence
from mal.bookings.states import DateState
from mal.places.models import Resource, Room
from mal.places.queries import at_sites, list_room_conflicts
from mal.shared.database import db, overlaps
from mal.shared.timespan import Timespan

WITH_BOOKING = (
    joinedload(Application.booking).joinedload(Booking.group),
    joinedload(Application.booking).joinedload(Booking.room).selectinload(Room.parts),
    joinedload(Application.booking).selectinload(Booking.occurrences),
    joinedload(Application.booking).selectinload(Booking.equipment),
)

BY_DEADLINE = (Application.reply_due, Application.submitted_at, Application.id)


def get_application(application_id: int) -> Application | None:
    """Find an application with all that its page shows."""
    return db.session.scalar(
        select(Application)
        .options(
            *WITH_BOOKING,
            joinedload(Application.applicant),
            joinedload(Application.decided_by),
            joinedload(Application.regulation),
        )
        .where(Application.id == application_id)
    )


def list_applications(application_ids: Collection[int]) -> Sequence[Application]:
    """Find several applications, the oldest deadline first; ids that are none are left out."""
    return db.session.scalars(
        select(Application)
        .options(*WITH_BOOKING)
        .where(Application.id.in_(sorted(application_ids)))
        .order_by(*BY_DEADLINE)
    ).all()


def get_by_form_key(form_key: str) -> Application | None:
    """Find what a form has already made."""
    return db.session.scalar(select(Application).where(Application.form_key == form_key))


def get_by_booking(booking_id: int) -> Application | None:
    """Find the application that a booking came from."""
    return db.session.scalar(select(Application).where(Application.booking_id == booking_id))


def list_by_groups(group_ids: Collection[int], limit: int = 200) -> Sequence[Application]:
    """List the applications of some groups, the latest first."""
    return db.session.scalars(
        select(Application)
        .join(Booking, Booking.id == Application.booking_id)
        .options(*WITH_BOOKING)
        .where(Booking.group_id.in_(sorted(group_ids)))
        .order_by(Application.submitted_at.desc(), Application.id.desc())
        .limit(limit)
    ).all()


def list_waiting(
    site_ids: Collection[int] | None, limit: int = 200, offset: int = 0
) -> Sequence[Application]:
    """List what waits for an answer at some sites (`None`: all), the oldest deadline first."""
    wanted = (
        select(Application)
        .join(Application.booking)
        .join(Room, Room.id == Booking.room_id)
        .options(
            contains_eager(Application.booking).joinedload(Booking.group),
            contains_eager(Application.booking).joinedload(Booking.room).selectinload(Room.parts),
            contains_eager(Application.booking).selectinload(Booking.occurrences),
            contains_eager(Application.booking).selectinload(Booking.equipment),
        )
        .where(Application.state == ApplicationState.WAITING, at_sites(site_ids))
        .order_by(*BY_DEADLINE)
        .limit(limit)
        .offset(offset)
    )
    return db.session.scalars(wanted).unique().all()


def count_waiting(site_ids: Collection[int] | None, *, due_before: date | None = None) -> int:
    """Count what waits for an answer, or only what should have had one before a day."""
    wanted = (
        select(func.count())
        .select_from(Application)
        .join(Booking, Booking.id == Application.booking_id)
        .join(Resource, Resource.id == Booking.room_id)
        .where(Application.state == ApplicationState.WAITING, at_sites(site_ids))
    )
    if due_before is not None:
        wanted = wanted.where(Application.reply_due < due_before)
    return db.session.scalar(wanted) or 0


def waiting_by_site(site_ids: Collection[int] | None) -> dict[int, int]:
    """Count what waits for an answer at each of some sites (`None`: all) where anything does."""
    wanted = (
        select(Resource.site_id, func.count().label("number"))
        .join(Booking, Booking.room_id == Resource.id)
        .join(Application, Application.booking_id == Booking.id)
        .where(Application.state == ApplicationState.WAITING, at_sites(site_ids))
        .group_by(Resource.site_id)
    )
    return {row.site_id: row.number for row in db.session.execute(wanted)}


def next_waiting_id(one: Application, site_ids: Collection[int] | None) -> int | None:
    """Give the id of what waits right behind an application in the queue of some sites (`None`: all)."""
    wanted = (
        select(Application.id)
        .join(Booking, Booking.id == Application.booking_id)
        .join(Resource, Resource.id == Booking.room_id)
        .where(
            Application.state == ApplicationState.WAITING,
            tuple_(*BY_DEADLINE) > (one.reply_due, one.submitted_at, one.id),
            at_sites(site_ids),
        )
        .order_by(*BY_DEADLINE)
        .limit(1)
    )
    return db.session.scalar(wanted)


def list_answered_since(
    since: datetime, site_ids: Collection[int] | None, limit: int = 12
) -> Sequence[Application]:
    """List what was answered at some sites (`None`: all) since an instant, the latest first."""
    wanted = (
        select(Application)
        .join(Application.booking)
        .join(Resource, Resource.id == Booking.room_id)
        .options(contains_eager(Application.booking).joinedload(Booking.group))
        .where(Application.decided_at >= since, at_sites(site_ids))
        .order_by(Application.decided_at.desc(), Application.id.desc())
        .limit(limit)
    )
    return db.session.scalars(wanted).all()


def list_requesting(room_ids: Collection[int], span: Timespan) -> Sequence[Application]:
    """List what waits for an answer and asks for any of some rooms in a span of time, the oldest deadline first."""
    dates = (
        select(Occurrence.booking_id)
        .where(
            Occurrence.room_id.in_(sorted(room_ids)),
            Occurrence.state == DateState.ASKED,
            overlaps(Occurrence, span),
        )
        .distinct()
    )
    return db.session.scalars(
        select(Application)
        .options(*WITH_BOOKING)
        .where(Application.booking_id.in_(dates), Application.state == ApplicationState.WAITING)
        .order_by(*BY_DEADLINE)
    ).all()


def find_competing_ids(booking_ids: Collection[int]) -> dict[int, list[int]]:
    """Give, for each booking, the waiting ones that ask for the same room, or a part of it, at an overlapping time."""
    mine = list_requested_dates(Occurrence.booking_id.in_(sorted(booking_ids)))
    if not mine:
        return {}
    all_asked = list_requested_dates(Occurrence.on_date.in_(sorted(adjacent_days(mine))))
    return find_competing(mine, all_asked, list_room_conflicts())


def list_requested_dates(wanted: ColumnElement[bool]) -> list[RequestedDate]:
    """List dates that wait for an answer."""
    rows = db.session.execute(
        select(
            Occurrence.booking_id,
            Occurrence.room_id,
            Occurrence.on_date,
            Occurrence.starts_at,
            Occurrence.ends_at,
        ).where(wanted, Occurrence.state == DateState.ASKED)
    )
    return [RequestedDate(*row) for row in rows]


def list_by_bookings(booking_ids: Collection[int]) -> Sequence[Application]:
    """List the applications of some bookings in the order they were sent."""
    return db.session.scalars(
        select(Application)
        .options(*WITH_BOOKING)
        .where(Application.booking_id.in_(sorted(booking_ids)))
        .order_by(Application.submitted_at, Application.id)
    ).all()


def select_group_occurrences(group_ids: Collection[int], *wanted: ColumnElement[bool]) -> Select[Occurrence]:
    """Ask for dates of some groups with their meetings and rooms."""
    return (
        select(Occurrence)
        .join(Occurrence.booking)
        .options(contains_eager(Occurrence.booking).joinedload(Booking.room))
        .options(contains_eager(Occurrence.booking).joinedload(Booking.group))
        .where(Booking.group_id.in_(sorted(group_ids)), *wanted)
    )


def list_upcoming_occurrences(
    group_ids: Collection[int], now: datetime, limit: int = 12
) -> Sequence[Occurrence]:
    """List the planned dates of some groups that are not over, the next first."""
    wanted = select_group_occurrences(
        group_ids, Occurrence.state == DateState.PLANNED, Occurrence.ends_at > now
    )
    return db.session.scalars(wanted.order_by(Occurrence.starts_at, Occurrence.id).limit(limit)).all()


def list_occurrences_without_card(
    group_ids: Collection[int], now: datetime, limit: int = 12
) -> Sequence[Occurrence]:
    """List the dates that are over and still wait for their usage card, the latest first."""
    wanted = select_group_occurrences(
        group_ids, Occurrence.state == DateState.PLANNED, Occurrence.ends_at <= now
    )
    return db.session.scalars(wanted.order_by(Occurrence.starts_at.desc(), Occurrence.id).limit(limit)).all()


def list_drafts(account_id: int, since: datetime) -> Sequence[ApplicationDraft]:
    """List what someone began since an instant and has not sent, the latest first."""
    return db.session.scalars(
        select(ApplicationDraft)
        .where(
            ApplicationDraft.account_id == account_id,
            ApplicationDraft.saved_at > since,
            ~exists().where(Application.form_key == ApplicationDraft.form_key),
        )
        .order_by(ApplicationDraft.saved_at.desc(), ApplicationDraft.id.desc())
    ).all()


def get_draft(draft_id: int, since: datetime) -> ApplicationDraft | None:
    """Find a draft that was saved since an instant."""
    return db.session.scalar(
        select(ApplicationDraft).where(ApplicationDraft.id == draft_id, ApplicationDraft.saved_at > since)
    )


def get_draft_by_key(form_key: str) -> ApplicationDraft | None:
    """Find what is kept of a form, to change it: nobody throws it away meanwhile."""
    wanted = select(ApplicationDraft).where(ApplicationDraft.form_key == form_key)
    return db.session.scalar(wanted.with_for_update())
