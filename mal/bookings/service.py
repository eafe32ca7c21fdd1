"""The one write path: whatever holds or frees a room or a thing goes through here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from mal.bookings import queries
from mal.bookings.availability import Clash, ResourceNeed, find_clashes_by_date
from mal.bookings.models import Allocation, AllocationKind, Booking, BookingEvent, Occurrence
from mal.bookings.needs import booking_needs, room_needs
from mal.bookings.states import Step
from mal.people.models import Account, Group
from mal.places.models import Closure, Equipment, Resource, Room
from mal.shared import clock
from mal.shared.database import db
from mal.shared.errors import RuleBroken
from mal.shared.timespan import Timespan, subtract_spans


class ResourceTaken(RuleBroken):
    """What a meeting needs is not free; `clashes` says what, date by date."""

    def __init__(self, clashes: Sequence[tuple[Timespan, Sequence[Clash]]] = ()) -> None:
        """Keep what stands against which date."""
        super().__init__(_l("Someone was quicker: what you chose is no longer free."))
        self.clashes = list(clashes)


class ClosureHitsBookings(RuleBroken):
    """A closure hits planned meetings that nobody has looked at yet."""

    def __init__(self, hit: Sequence[Occurrence]) -> None:
        """Keep the dates that are hit."""
        super().__init__(_l("This closure affects meetings that are already planned."))
        self.hit = list(hit)


class ClosureOver(RuleBroken):
    """A closure of the past, which can't be undone."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("This closure is over. What was closed then stays so in the report."))


RESOURCE = cast("Table", Resource.__table__)
LOCK = (
    update(RESOURCE)
    .where(RESOURCE.c.id == bindparam("wanted"))
    .values(lock_version=RESOURCE.c.lock_version + 1)
)
GROUP = cast("Table", Group.__table__)
TOUCH = update(GROUP).where(GROUP.c.id == bindparam("wanted")).values(feed_version=GROUP.c.feed_version + 1)


def lock_resources(resource_ids: Iterable[int]) -> None:
    """Queue up for some resources: a write to each row, in the order of ids.

    It orders deciders on both databases, where `FOR UPDATE` does nothing on SQLite, and tells feeds that they
    are out of date. Whoever decides calls it before looking at what is held.
    """
    now = clock.now()
    rows = [{"wanted": resource_id} for resource_id in sorted(set(resource_ids))]
    if rows:
        db.session.connection().execute(LOCK.values(changed_at=now), rows)


def bump_feed_version(group_ids: Iterable[int]) -> None:
    """Tell the calendars of some groups that they are out of date.

    Also a lock, in the order of ids, and always taken after those of resources: two deciders that met the same
    groups in another order would wait for one another for ever.
    """
    rows = [{"wanted": group_id} for group_id in sorted(set(group_ids))]
    if rows:
        db.session.connection().execute(TOUCH.values(feed_changed_at=clock.now()), rows)


def lock_needs(room: Room, equipment: Iterable[tuple[Equipment, int]] = ()) -> None:
    """Queue up for all that a meeting would hold, before anything else is written for it."""
    lock_resources(need.resource_id for need in room_needs(room, equipment))


def lock_and_refresh(booking: Booking) -> Booking:
    """Queue up for all that a meeting holds, then read it afresh: what was read before may be old."""
    lock_resources(need.resource_id for need in booking_needs(booking))
    db.session.flush()
    fresh = queries.get_booking(booking.id)
    assert fresh is not None  # noqa: S101 - bookings are never deleted
    return fresh


def allocate(booking: Booking, occurrences: Sequence[Occurrence]) -> None:
    """Hold the room and the equipment of a meeting for some dates; `lock_booking` must have been called.

    Raises Taken when anything is not free: then nothing is held.
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
    verdicts = zip(spans, find_clashes_by_date(needs, spans, held), strict=True)
    clashing = [(span, clashes) for span, clashes in verdicts if clashes]
    if clashing:
        raise ResourceTaken(clashing)
    db.session.flush()
    insert_booking_allocations(
        [(occurrence.id, need, need.held(occurrence.span)) for occurrence in occurrences for need in needs]
    )


def insert_booking_allocations(rows: Iterable[tuple[int, ResourceNeed, Timespan]]) -> None:
    """Write what meetings hold; the database has the last word.

    Raises Taken where it refuses.
    """
    values: list[dict[str, object]] = [
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
    write_allocations(values)


def write_allocations(values: list[dict[str, object]]) -> None:
    """Insert rows of what is held.

    Raises Taken where the guard of the database refuses them.
    """
    if not values:
        return
    try:
        db.session.execute(insert(Allocation), values)
    except IntegrityError as refused:
        if not is_capacity_violation(refused):
            raise
        raise ResourceTaken from refused


def is_capacity_violation(refused: IntegrityError) -> bool:
    """Tell whether it was the guard of allocations that refused, and not another constraint."""
    return "over capacity" in str(refused.orig) or getattr(refused.orig, "sqlstate", "") == "23P01"


def release(occurrences: Iterable[Occurrence]) -> None:
    """Free what some dates hold; `lock_booking` must have been called."""
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
    """Give up planned dates of a locked booking and free what they held."""
    event = booking.take(Step.CANCEL, occurrences, by=by, reason=reason, note=note)
    db.session.add(event)
    release(occurrences)
    bump_feed_version([booking.group_id])
    return event


@dataclass(frozen=True, kw_only=True)
class ClosurePlan:
    """A closure before it is entered: the rooms that are shut, when, and why."""

    rooms: Sequence[Room]
    span: Timespan
    reason: str
    site_id: int | None = None
    room_id: int | None = None

    @property
    def resource_ids(self) -> list[int]:
        """List what the closure holds."""
        return queries.list_resource_ids(self.rooms)


def create_closure(plan: ClosurePlan, *, by: Account | None, accepted: Collection[int] = ()) -> Closure:
    """Shut rooms: cancel the meetings that staff have seen to be hit, then hold the rooms day by day.

    A meeting that has taken place stays as it was; the closure holds its room before and after it.

    Raises HitsBookings when it hits dates that are not among the `accepted` ids, and Taken when another closure
    lies there already.
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
    _cancel_for(closure, hit, by)
    _allocate_closure(closure, plan)
    return closure


def _cancel_for(closure: Closure, hit: Sequence[Occurrence], by: Account | None) -> None:
    by_booking: dict[int, list[Occurrence]] = {}
    for occurrence in hit:
        by_booking.setdefault(occurrence.booking_id, []).append(occurrence)
    for _, dates in sorted(by_booking.items()):
        event = dates[0].booking.take(Step.CANCEL, dates, by=by, reason="closure", closure=closure)
        db.session.add(event)
    release(hit)
    bump_feed_version(occurrence.booking.group_id for occurrence in hit)


def _allocate_closure(closure: Closure, plan: ClosurePlan) -> None:
    settled = [one for one in queries.list_allocations(plan.resource_ids, plan.span) if not one.closure]
    write_allocations(
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
                plan.span.by_day(), [one.span for one in settled if one.resource_id == resource_id]
            )
        ]
    )


def reopen_closure(closure: Closure, rooms: Sequence[Room]) -> None:
    """Open again what a closure had shut; meetings that it cancelled stay cancelled.

    Raises ClosureOver when it has passed: what was shut then stays so in the figures.
    """
    if closure.ends_at <= clock.now():
        raise ClosureOver
    lock_resources(queries.list_resource_ids(rooms))
    db.session.execute(delete(Allocation).where(Allocation.closure_id == closure.id))
    closure.lifted_at = clock.now()
