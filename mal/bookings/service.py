"""The only code that holds and releases resources.

Whoever decides what is held first calls `lock_resources` (or `lock_needs`, or `lock_and_refresh`), then reads, then
writes. Resources are locked before groups, each in the order of ids: so no two transactions wait for one another.
Nothing here commits.
"""

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from mal.bookings import queries
from mal.bookings.availability import ResourceNeed, find_clashes_by_date
from mal.bookings.errors import ResourceTaken
from mal.bookings.models import Allocation, AllocationKind, Booking, BookingEvent, Occurrence
from mal.bookings.needs import booking_needs, room_needs
from mal.bookings.states import Step
from mal.people.models import Account, Group
from mal.places.models import Equipment, Resource, Room
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan

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
