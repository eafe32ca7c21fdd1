"""Closures of a room, a site or everything: planning, entering and lifting them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from mal.bookings import queries, service
from mal.bookings.errors import ClosureHitsBookings, ClosureOver
from mal.bookings.models import Allocation, AllocationKind, Occurrence
from mal.bookings.needs import booking_needs, held_resource_ids
from mal.bookings.states import Step
from mal.people.models import Account
from mal.places import queries as places
from mal.places.models import Closure, Room
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan, subtract_spans


@dataclass(frozen=True, kw_only=True)
class ClosurePlan:
    """A closure before it is entered: which rooms are closed, when, and why.

    `site_id` and `room_id` say what the closure is of: a room, a site or (both None) everything.
    """

    rooms: Sequence[Room]
    span: Timespan
    reason: str
    site_id: int | None = None
    room_id: int | None = None

    @property
    def resource_ids(self) -> list[int]:
        """The resources that the closure holds."""
        return held_resource_ids(self.rooms)


def plan_closure(scope: str, span: Timespan, reason: str) -> ClosurePlan:
    """Return the plan of a closure whose scope is "room-<id>", "site-<id>" or "all", as the form writes it."""
    kind, _, number = scope.partition("-")
    site_id = int(number) if kind == "site" else None
    room_id = int(number) if kind == "room" else None
    rooms = list_rooms_in_scope(site_id, room_id)
    return ClosurePlan(rooms=rooms, span=span, reason=reason, site_id=site_id, room_id=room_id)


def list_rooms_in_scope(site_id: int | None, room_id: int | None) -> list[Room]:
    """Return the rooms in use that a closure of a room, a site or (both None) everything closes."""
    if room_id is not None:
        room = places.get_room(room_id)
        return [] if room is None else [room]
    return list(places.list_rooms(site_id))


def list_affected_occurrences(plan: ClosurePlan) -> Sequence[Occurrence]:
    """Return the planned occurrences that a closure would cancel, by start."""
    return queries.list_occurrences_in_closure(plan.resource_ids, plan.span)


def list_overlapping_closures(plan: ClosurePlan) -> list[Closure]:
    """Return the closures in force that hold any of the planned rooms at that time, the earliest first."""
    return [closure for closure in places.list_closures(plan.span) if _shares_a_room(closure, plan)]


def _shares_a_room(closure: Closure, plan: ClosurePlan) -> bool:
    if closure.room is not None:
        return not set(closure.room.held_ids()).isdisjoint(plan.resource_ids)
    return any(closure.affects_site(room.site_id) for room in plan.rooms)


def create_closure(plan: ClosurePlan, *, by: Account | None, accepted: Collection[int] = ()) -> Closure:
    """Close rooms: cancel the planned occurrences with `accepted` ids that it hits, then hold the rooms day by day.

    A meeting that has taken place stays as it was; the closure holds its room before and after it. Locks the rooms,
    what the accepted bookings hold, and their groups.

    Raises ClosureHitsBookings if it hits planned occurrences that are not accepted, and ResourceTaken if another
    closure holds one of the rooms.
    """
    bookings = queries.list_bookings_of_occurrences(accepted)
    service.lock_resources(
        [*plan.resource_ids, *(need.resource_id for each in bookings for need in booking_needs(each))]
    )
    hit = list_affected_occurrences(plan)
    if any(occurrence.id not in accepted for occurrence in hit):
        raise ClosureHitsBookings(hit)
    closure = Closure(
        site_id=plan.site_id,
        room_id=plan.room_id,
        starts_at=plan.span.start,
        ends_at=plan.span.end,
        reason=plan.reason,
        created_at=clock.now(),
        created_by_id=None if by is None else by.id,
    )
    db.session.add(closure)
    db.session.flush()
    _cancel_hit(closure, hit, by)
    _allocate_closure(closure, plan)
    return closure


def _cancel_hit(closure: Closure, hit: Sequence[Occurrence], by: Account | None) -> None:
    by_booking: dict[int, list[Occurrence]] = {}
    for occurrence in hit:
        by_booking.setdefault(occurrence.booking_id, []).append(occurrence)
    for _, dates in sorted(by_booking.items()):
        event = dates[0].booking.take(Step.CANCEL, dates, by=by, reason="closure", closure=closure)
        db.session.add(event)
    service.release(hit)
    service.bump_feed_version(occurrence.booking.group_id for occurrence in hit)


def _allocate_closure(closure: Closure, plan: ClosurePlan) -> None:
    # Planned occurrences are cancelled by now: what is left belongs to meetings that have taken place.
    past = [held for held in queries.list_allocations(plan.resource_ids, plan.span) if not held.is_closure]
    service.insert_allocations(
        [
            {
                "resource_id": resource_id,
                "capacity": 1,
                "quantity": 1,
                "starts_at": piece.start,
                "ends_at": piece.end,
                "kind": AllocationKind.CLOSURE,
                "closure_id": closure.id,
            }
            for resource_id in plan.resource_ids
            for piece in subtract_spans(
                plan.span.by_day(), [held.span for held in past if held.resource_id == resource_id]
            )
        ]
    )


def reopen_closure(closure: Closure) -> None:
    """Lift a closure and release its rooms; nothing changes if it is lifted already.

    The meetings that it cancelled stay cancelled. Raises ClosureOver if it has ended: the report keeps what was closed.
    """
    if closure.lifted_at is not None:
        return
    if closure.ends_at <= clock.now():
        raise ClosureOver
    service.lock_resources(held_resource_ids(list_rooms_in_scope(closure.site_id, closure.room_id)))
    db.session.execute(delete(Allocation).where(Allocation.closure_id == closure.id))
    closure.lifted_at = clock.now()
