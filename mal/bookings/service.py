"""The only code that holds and releases resources.

Whoever decides what is held first calls `lock_resources` (or `lock_needs`, or `lock_and_refresh`), then reads, then
writes. Resources are locked before groups, each in the order of ids: so no two transactions wait for one another.
Nothing here commits.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from mal.bookings import queries
from mal.bookings.availability import ResourceNeed, find_clashes_by_date
from mal.bookings.errors import ClosureHitsBookings, ClosureOver, ResourceTaken
from mal.bookings.models import Allocation, AllocationKind, Booking, BookingEvent, Occurrence
from mal.bookings.needs import booking_needs, held_resource_ids, room_needs
from mal.bookings.states import Step
from mal.people.models import Account, Group
from mal.places.models import Closure, Equipment, Resource, Room
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan, subtract_spans

RESOURCE = cast("Table", Resource.__table__)
LOCK_RESOURCE = (
    update(RESOURCE)
    .where(RESOURCE.c.id == bindparam("locked_id"))
    .values(lock_version=RESOURCE.c.lock_version + 1)
)
GROUP = cast("Table", Group.__table__)
BUMP_FEED = (
    update(GROUP).where(GROUP.c.id == bindparam("locked_id")).values(feed_version=GROUP.c.feed_version + 1)
)


def lock_resources(resource_ids: Iterable[int]) -> None:
    """Lock some resources until the end of the transaction, in the order of ids, by raising their `lock_version`.

    A write, because it makes concurrent transactions queue up on both databases: `FOR UPDATE` does nothing on SQLite.
    The new version also tells feeds that they are out of date.
    """
    rows = [{"locked_id": resource_id} for resource_id in sorted(set(resource_ids))]
    if rows:
        db.session.connection().execute(LOCK_RESOURCE.values(changed_at=clock.now()), rows)


def bump_feed_version(group_ids: Iterable[int]) -> None:
    """Mark the calendars of some groups as changed; this locks the groups, in the order of ids.

    Call it after `lock_resources`, never before: see the order of locks above.
    """
    rows = [{"locked_id": group_id} for group_id in sorted(set(group_ids))]
    if rows:
        db.session.connection().execute(BUMP_FEED.values(feed_changed_at=clock.now()), rows)


def lock_needs(room: Room, equipment: Iterable[tuple[Equipment, int]] = ()) -> None:
    """Lock all that a meeting in a room would hold, before anything else is written for it."""
    lock_resources(need.resource_id for need in room_needs(room, equipment))


def lock_and_refresh(booking: Booking) -> Booking:
    """Lock all that a booking holds and return it read anew: another transaction may have changed it before."""
    lock_resources(need.resource_id for need in booking_needs(booking))
    db.session.flush()
    refreshed = queries.get_booking(booking.id)
    assert refreshed is not None  # noqa: S101 - bookings are never deleted
    return refreshed


def allocate(booking: Booking, occurrences: Sequence[Occurrence]) -> None:
    """Hold the room and the equipment of a locked booking for some occurrences.

    Raises ResourceTaken, and holds nothing, if anything is not free on any of the dates.
    """
    if not occurrences:
        return
    needs = booking_needs(booking)
    spans = [occurrence.span for occurrence in occurrences]
    within = Timespan(
        min(span.start for span in spans),
        max(need.held(span).end for need in needs for span in spans),
    )
    held = queries.list_allocations([need.resource_id for need in needs], within)
    results = zip(spans, find_clashes_by_date(needs, spans, held), strict=True)
    clashing = [(span, clashes) for span, clashes in results if clashes]
    if clashing:
        raise ResourceTaken(clashing)
    db.session.flush()
    insert_booking_allocations(
        [(occurrence.id, need, need.held(occurrence.span)) for occurrence in occurrences for need in needs]
    )


def insert_booking_allocations(rows: Iterable[tuple[int, ResourceNeed, Timespan]]) -> None:
    """Insert an allocation for each (occurrence id, need, span).

    Raises ResourceTaken if the database refuses one of them.
    """
    insert_allocations(
        [
            {
                "resource_id": need.resource_id,
                "capacity": need.capacity,
                "quantity": need.quantity,
                "starts_at": span.start,
                "ends_at": span.end,
                "kind": AllocationKind.BOOKING,
                "occurrence_id": occurrence_id,
            }
            for occurrence_id, need, span in rows
        ]
    )


def insert_allocations(rows: list[dict[str, object]]) -> None:
    """Insert rows into `allocation`.

    Raises ResourceTaken if the guard of the database refuses one of them.
    """
    if not rows:
        return
    try:
        db.session.execute(insert(Allocation), rows)
    except IntegrityError as refused:
        if not is_capacity_violation(refused):
            raise
        raise ResourceTaken from refused


def is_capacity_violation(refused: IntegrityError) -> bool:
    """Return whether the guard of allocations refused, and not another constraint."""
    return "over capacity" in str(refused.orig) or getattr(refused.orig, "sqlstate", "") == "23P01"


def release(occurrences: Iterable[Occurrence]) -> None:
    """Release what some occurrences of locked bookings hold."""
    ids = [occurrence.id for occurrence in occurrences]
    db.session.execute(delete(Allocation).where(Allocation.occurrence_id.in_(ids)))


def cancel_occurrences(
    booking: Booking,
    occurrences: Sequence[Occurrence],
    *,
    by: Account | None,
    reason: str = "",
    note: str = "",
) -> BookingEvent:
    """Cancel planned occurrences of a locked booking, release what they held, and return the event."""
    event = booking.take(Step.CANCEL, occurrences, by=by, reason=reason, note=note)
    db.session.add(event)
    release(occurrences)
    bump_feed_version([booking.group_id])
    return event


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


def create_closure(plan: ClosurePlan, *, by: Account | None, accepted: Collection[int] = ()) -> Closure:
    """Close rooms: cancel the planned occurrences with `accepted` ids that it hits, then hold the rooms day by day.

    A meeting that has taken place stays as it was; the closure holds its room before and after it. Locks the rooms,
    what the accepted bookings hold, and their groups.

    Raises ClosureHitsBookings if it hits planned occurrences that are not accepted, and ResourceTaken if another
    closure holds one of the rooms.
    """
    bookings = queries.list_bookings_of_occurrences(accepted)
    lock_resources(
        [*plan.resource_ids, *(need.resource_id for each in bookings for need in booking_needs(each))]
    )
    hit = queries.list_occurrences_in_closure(plan.resource_ids, plan.span)
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
    release(hit)
    bump_feed_version(occurrence.booking.group_id for occurrence in hit)


def _allocate_closure(closure: Closure, plan: ClosurePlan) -> None:
    # Planned occurrences are cancelled by now: what is left belongs to meetings that have taken place.
    past = [held for held in queries.list_allocations(plan.resource_ids, plan.span) if not held.is_closure]
    insert_allocations(
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


def reopen_closure(closure: Closure, rooms: Sequence[Room]) -> None:
    """Lift a closure and release its rooms; the meetings that it cancelled stay cancelled.

    Raises ClosureOver if it has ended: the report keeps what was closed.
    """
    if closure.ends_at <= clock.now():
        raise ClosureOver
    lock_resources(held_resource_ids(rooms))
    db.session.execute(delete(Allocation).where(Allocation.closure_id == closure.id))
    closure.lifted_at = clock.now()
