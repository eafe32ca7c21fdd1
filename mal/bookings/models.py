"""Bookings with their dates, what they hold, and the event rows of every step."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.bookings.states import DATES, DateState, Step
from mal.people.models import Account, Group
from mal.places.models import Closure, Equipment, Room
from mal.shared import clock
from mal.shared.database import Model
from mal.shared.timespan import Timespan


class Visibility(StrEnum):
    """What residents see of a meeting."""

    OPEN = "open"
    CLOSED = "closed"
    CONFIDENTIAL = "confidential"


class AllocationKind(StrEnum):
    """Why something is held."""

    BOOKING = "booking"
    CLOSURE = "closure"


class Booking(Model):
    """A meeting of a group: one date or a series of them, in one room, with equipment."""

    __tablename__ = "booking"
    __table_args__ = (
        Index(None, "group_id"),
        Index(None, "room_id"),
        CheckConstraint("headcount >= 1", name="headcount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    activity: Mapped[str]
    audience: Mapped[list[str]] = mapped_column(default=list)
    visibility: Mapped[Visibility]
    headcount: Mapped[int]
    minors: Mapped[bool] = mapped_column(default=False)
    access_needs: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    group: Mapped[Group] = relationship()
    room: Mapped[Room] = relationship()
    occurrences: Mapped[list["Occurrence"]] = relationship(
        back_populates="booking", order_by="Occurrence.starts_at"
    )
    equipment: Mapped[list["BookingEquipment"]] = relationship(order_by="BookingEquipment.equipment_id")
    events: Mapped[list["BookingEvent"]] = relationship(
        back_populates="booking", order_by="BookingEvent.happened_at, BookingEvent.id"
    )

    def take(
        self,
        step: Step,
        occurrences: Iterable["Occurrence"],
        *,
        by: Account | None,
        note: str = "",
        reason: str = "",
        closure: Closure | None = None,
    ) -> "BookingEvent":
        """Take a step with some dates: the only line that assigns their state, and the event row of it.

        Raises StepNotAllowed before anything is changed.
        """
        moved = [(occurrence, DATES.after(occurrence.state, step)) for occurrence in occurrences]
        event = BookingEvent(
            booking=self,
            step=step,
            actor_id=None if by is None else by.id,
            note=note,
            reason=reason,
            closure=closure,
            happened_at=clock.now(),
        )
        for occurrence, state in moved:
            event.dates.append(EventDate(occurrence=occurrence, before=occurrence.state, after=state))
            if step is not Step.SUBMIT:
                occurrence.sequence += 1
            occurrence.state = state
            occurrence.changed_at = event.happened_at
        return event


class BookingEquipment(Model):
    """How many pieces of something a meeting needs."""

    __tablename__ = "booking_equipment"
    __table_args__ = (CheckConstraint("quantity >= 1", name="quantity"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"), primary_key=True)
    quantity: Mapped[int]

    equipment: Mapped[Equipment] = relationship(lazy="joined")


class Occurrence(Model):
    """One date of a meeting. `on_date` is the Warsaw day on which it starts; times are without the buffer."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("uid"),
        Index(None, "room_id", "starts_at"),
        Index(None, "booking_id", "starts_at"),
        Index(None, "on_date", "state"),
        CheckConstraint("starts_at < ends_at", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    on_date: Mapped[date]
    state: Mapped[DateState] = mapped_column(default=DateState.ASKED)
    # As a sentinel it lets SQLite, too, write all dates of a series in one statement.
    uid: Mapped[str] = mapped_column(default=lambda: uuid4().hex, insert_sentinel=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    booking: Mapped[Booking] = relationship(back_populates="occurrences")

    @property
    def span(self) -> Timespan:
        """Give the time of the meeting."""
        return Timespan(self.starts_at, self.ends_at)


class Allocation(Model):
    """Who holds what and when: the only truth about it, guarded by the database.

    `capacity` repeats the resource's, kept equal by the foreign key, so that PostgreSQL's exclusion constraint can
    tell single things from pools. One row is never longer than a local day. The guard itself lies in the
    migration: an exclusion constraint and a trigger on PostgreSQL, triggers on SQLite.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["resource_id", "capacity"],
            ["resource.id", "resource.capacity"],
            name="fk_allocation_resource",
            onupdate="CASCADE",
        ),
        Index(None, "resource_id", "starts_at"),
        Index(None, "occurrence_id"),
        Index(None, "closure_id"),
        CheckConstraint("starts_at < ends_at", name="order"),
        CheckConstraint("1 <= quantity AND quantity <= capacity", name="quantity"),
        CheckConstraint("(occurrence_id IS NULL) <> (closure_id IS NULL)", name="one_holder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int]
    capacity: Mapped[int]
    quantity: Mapped[int] = mapped_column(default=1)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    kind: Mapped[AllocationKind]
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"))
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closure.id"))


class BookingEvent(Model):
    """A step that was taken: the timeline, the audit and the outbox in one row.

    `composed_at` is set when the letters of the step have been written.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "booking_id"),
        Index(None, "composed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closure.id"))
    step: Mapped[Step]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    happened_at: Mapped[datetime]
    composed_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship(back_populates="events")
    closure: Mapped[Closure | None] = relationship()
    actor: Mapped[Account | None] = relationship()
    dates: Mapped[list["EventDate"]] = relationship(back_populates="event")


class EventDate(Model):
    """What a step did to one date."""

    __tablename__ = "event_date"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), primary_key=True, index=True)
    before: Mapped[DateState]
    after: Mapped[DateState]

    event: Mapped[BookingEvent] = relationship(back_populates="dates")
    occurrence: Mapped[Occurrence] = relationship()
