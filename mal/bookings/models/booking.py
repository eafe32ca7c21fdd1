"""Tables of bookings, their occurrences and equipment, and the events that record every step."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.bookings.states import DATES, DateState, Step
from mal.people.models import Account, Group
from mal.places.models import Closure, Equipment, Room
from mal.shared import clock
from mal.shared.database import Model
from mal.shared.timespan import Timespan


class Visibility(StrEnum):
    """How much of a booking the public sees; see `bookings.redaction`."""

    OPEN = "open"
    CLOSED = "closed"
    CONFIDENTIAL = "confidential"


class Booking(Model):
    """What a group asks for and gets: one date or a series, in one room, with equipment."""

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
        """Take a step with some occurrences and return its event row, not yet added to the session.

        This is the only method that assigns the state of an occurrence. Raises StepNotAllowed, before anything is
        changed, if the step is not allowed for one of them.
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
    """How many pieces of one kind of equipment a booking needs."""

    __tablename__ = "booking_equipment"
    __table_args__ = (CheckConstraint("quantity >= 1", name="quantity"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"), primary_key=True)
    quantity: Mapped[int]

    equipment: Mapped[Equipment] = relationship(lazy="joined")


class Occurrence(Model):
    """One date of a booking, from `starts_at` to `ends_at` (excluded) without the buffer.

    `on_date` is the Warsaw day on which it starts. `uid` and `sequence` are those of the iCalendar event.
    """

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
    # The sentinel lets SQLAlchemy insert all dates of a series in one statement on SQLite, too.
    uid: Mapped[str] = mapped_column(default=lambda: uuid4().hex, insert_sentinel=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    booking: Mapped[Booking] = relationship(back_populates="occurrences")

    @property
    def span(self) -> Timespan:
        """The time of the meeting, without the buffer."""
        return Timespan(self.starts_at, self.ends_at)


class BookingEvent(Model):
    """A step that was taken with a booking: who, when, why. It is the timeline, the audit and the outbox in one row.

    `composed_at` is set when the letters about the step have been written.
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
    """What a step did to one occurrence."""

    __tablename__ = "event_date"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), primary_key=True, index=True)
    before: Mapped[DateState]
    after: Mapped[DateState]

    event: Mapped[BookingEvent] = relationship(back_populates="dates")
    occurrence: Mapped[Occurrence] = relationship()
