"""What each demo account finds to do after signing in, counted from the rows."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from mal.applications import queries as applications
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Booking, Occurrence
from mal.bookings.states import DateState
from mal.people.models import Account
from mal.places.models import Room
from mal.shared import clock
from mal.shared.database import db


def accounts() -> list[Account]:
    """List the demo accounts: the coordinator and the staff first, then those who lead groups."""
    found = db.session.scalars(select(Account).where(Account.is_demo).order_by(Account.id))
    return sorted(found.unique(), key=lambda account: not account.is_staff)


def role_of(account: Account) -> str:
    """Say in a few words who someone is."""
    if account.is_coordinator:
        return "coordinator"
    if account.posts:
        return f"staff at {', '.join(post.site.name for post in account.posts)}"
    return f"leads {', '.join(leadership.group.name for leadership in account.leaderships)}"


def errands(account: Account) -> list[str]:
    """List what someone can do at once."""
    return list(of_staff(account) if account.is_staff else of_leader(account))


def of_staff(account: Account) -> Iterator[str]:
    """Count what waits at the sites of someone who works there."""
    sites = None if account.is_coordinator else {post.site_id for post in account.posts}
    yield from counted(applications.count_waiting(sites), "application to decide", "applications to decide")
    room = aliased(Room)
    here = () if sites is None else (room.site_id.in_(sorted(sites)),)
    missing = count_dates(DateState.PLANNED, Occurrence.ends_at < clock.now(), *here, room=room)
    yield from counted(missing, "usage card missing", "usage cards missing")
    if account.is_coordinator:
        yield "a new version of the Regulamin to publish"


def of_leader(account: Account) -> Iterator[str]:
    """Count what waits for someone who leads groups."""
    mine = Booking.group_id.in_(sorted(account.group_ids))
    now = clock.now()
    cards = count_dates(DateState.PLANNED, Occurrence.ends_at < now, mine)
    yield from counted(cards, "usage card to fill", "usage cards to fill")
    waiting = db.session.scalar(
        select(func.count())
        .select_from(Application)
        .join(Booking, Booking.id == Application.booking_id)
        .where(mine, Application.state == ApplicationState.WAITING)
    )
    yield from counted(
        waiting or 0, "application waiting for an answer", "applications waiting for an answer"
    )
    coming = count_dates(DateState.PLANNED, Occurrence.starts_at > now, mine)
    yield from counted(coming, "coming date", "coming dates")


def count_dates(state: DateState, *which: ColumnElement[bool], room: type[Room] | None = None) -> int:
    """Count dates in a state."""
    wanted = (
        select(func.count())
        .select_from(Occurrence)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .where(Occurrence.state == state, *which)
    )
    if room is not None:
        wanted = wanted.join(room, room.id == Occurrence.room_id)
    return db.session.scalar(wanted) or 0


def counted(number: int, one: str, many: str) -> Iterator[str]:
    """Say how many there are, if any."""
    if number:
        yield f"{number} {one if number == 1 else many}"
