"""What staff do at the desk beyond deciding. Nothing here commits or sees a request."""

from collections.abc import Mapping, Sequence
from typing import Any

from mal.applications import queries as applications_kept
from mal.applications import service as applications
from mal.applications.models import Application
from mal.bookings import queries
from mal.bookings import service as bookings
from mal.bookings.models import Occurrence
from mal.bookings.service import ClosurePlan
from mal.people import service as people
from mal.people.models import Account
from mal.people.service import GroupProfile
from mal.places import queries as places
from mal.places.models import Closure, Equipment, Room
from mal.shared.timespan import Timespan


def already_made(form_key: str, room: Room, equipment: Sequence[tuple[Equipment, int]]) -> Application | None:
    """Queue up for what a meeting would hold, and give what the same form has made already.

    The second tap on the button waits here for the first.
    """
    bookings.lock_needs(room, equipment)
    return applications_kept.by_form_key(form_key)


def book_for_new_group(
    profile: GroupProfile, wish: Mapping[str, Any], *, form_key: str, staff: Account, note: str = ""
) -> Application:
    """Found a group for someone without an account and book for it at once; the same form does it once.

    Raises Taken.
    """
    kept = already_made(form_key, wish["room"], wish["equipment"])
    if kept is not None:
        return kept
    group = people.found_group(profile, None)
    request = applications.Request(group=group, **wish)
    return applications.book_on_behalf(request, form_key=form_key, staff=staff, note=note)


def rooms_at(site_id: int | None, room_id: int | None) -> list[Room]:
    """List the rooms that a closure of a room, a site or everything shuts."""
    if room_id is not None:
        room = places.room(room_id)
        return [] if room is None else [room]
    return list(places.rooms(site_id))


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
    return queries.hit_by(plan.resource_ids, plan.span)


def open_again(closure: Closure) -> None:
    """Open what a closure shut; doing it twice changes nothing."""
    if closure.lifted_at is None:
        bookings.lift(closure, rooms_at(closure.site_id, closure.room_id))
