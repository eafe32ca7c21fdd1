"""The outbox: one row for each letter to one recipient."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.bookings.models import BookingEvent
from mal.shared.database import Model


class LetterState(StrEnum):
    """Delivery state of a letter; `FAILED` is final until staff retry it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Letter(Model):
    """A letter to one recipient about one event; the unique key keeps it from being composed twice.

    A worker claims a letter until `leased_until` while it sends it. The Message-ID is the same at every attempt, so
    that a receiver can recognise the one duplicate that SMTP cannot exclude.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "to_address"),
        UniqueConstraint("message_id"),
        Index(None, "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[str]
    to_address: Mapped[str]
    to_name: Mapped[str]
    locale: Mapped[str]
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str]
    message_id: Mapped[str]
    state: Mapped[LetterState] = mapped_column(default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    event: Mapped[BookingEvent] = relationship()
