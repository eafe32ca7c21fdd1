"""What staff do at the desk beyond deciding. Nothing here commits or sees a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from mal.applications import queries as applications_kept
from mal.applications import service as applications
from mal.applications.models import Application
from mal.bookings import queries
from mal.bookings import service as bookings
from mal.bookings.models import Occurrence
from mal.bookings.needs import booking_needs
from mal.bookings.service import ClosurePlan
from mal.people import service as people
from mal.people.models import Account
from mal.people.service import GroupProfile
from mal.places import queries as places
from mal.places.models import Closure, Equipment, Room
from mal.shared.database import db
from mal.shared.errors import RuleBroken
from mal.shared.timespan import Timespan


class WantedByOthers(RuleBroken):
    """Someone else asks for the same time, so it is not given in passing."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("Someone else asks for the same time. Look at both before you answer."))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one of several applications; `broken` is what stopped it."""

    application_id: int
    title: str
    group: str
    broken: RuleBroken | None


def approve_together(chosen: Sequence[Application], *, by: Account) -> list[Outcome]:
    """Give all dates of several applications; what a rule or a rival stops is left as it was, the others stand.

    All that they need is queued up for at once, then their groups, so that two who decide never wait for
    one another.
    """
    bookings.lock_resources(need.resource_id for each in chosen for need in booking_needs(each.booking))
    bookings.bump_feed_version(each.booking.group_id for each in chosen)
    rivals = applications_kept.find_competing_ids([each.booking_id for each in chosen])
    return [approve_one(each, by=by, wanted=bool(rivals.get(each.booking_id))) for each in chosen]


def approve_one(application: Application, *, by: Account, wanted: bool) -> Outcome:
    """Give all dates of one of several applications, unless others want them; what fails leaves no trace."""
    booking, broken = application.booking, None
    title, group = booking.title, booking.group.name
    try:
        with db.session.begin_nested():
            if wanted:
                raise WantedByOthers
            applications.approve(application, by=by)
    except RuleBroken as stopped:
        broken = stopped
    return Outcome(application_id=application.id, title=title, group=group, broken=broken)


def already_made(form_key: str, room: Room, equipment: Sequence[tuple[Equipment, int]]) -> Application | None:
    """Queue up for what a meeting would hold, and give what the same form has made already.

    The second tap on the button waits here for the first.
    """
    bookings.lock_needs(room, equipment)
    return applications_kept.get_by_form_key(form_key)


def book_for_new_group(
    profile: GroupProfile, wish: Mapping[str, Any], *, form_key: str, staff: Account, note: str = ""
) -> Application:
    """Found a group for someone without an account and book for it at once; the same form does it once.

    Raises Taken.
    """
    kept = already_made(form_key, wish["room"], wish["equipment"])
    if kept is not None:
        return kept
    group = people.create_group(profile, None)
    request = applications.ApplicationInput(group=group, **wish)
    return applications.book_on_behalf(request, form_key=form_key, staff=staff, note=note)


def rooms_at(site_id: int | None, room_id: int | None) -> list[Room]:
    """List the rooms that a closure of a room, a site or everything shuts."""
    if room_id is not None:
        room = places.get_room(room_id)
        return [] if room is None else [room]
    return list(places.list_rooms(site_id))


def plan_closure(where: str, span: Timespan, reason: str) -> ClosurePlan:
    """Turn the place chosen on the form ("room-1", "site-1" or all) into a plan."""
    kind, _, number = where.partition("-")
    site_id = int(number) if kind == "site" else None
    room_id = int(number) if kind == "room" else None
    return ClosurePlan(
        rooms=rooms_at(site_id, room_id), span=span, reason=reason, site_id=site_id, room_id=room_id
    )


def hit_by(plan: ClosurePlan) -> Sequence[Occurrence]:
    """List the planned dates that a closure would hit."""
    return queries.list_occurrences_in_closure(plan.resource_ids, plan.span)


def open_again(closure: Closure) -> None:
    """Open what a closure shut; doing it twice changes nothing."""
    if closure.lifted_at is None:
        bookings.reopen_closure(closure, rooms_at(closure.site_id, closure.room_id))
