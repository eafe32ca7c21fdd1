"""Letters on their way."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.bookings.models import BookingEvent
from mal.shared.database import Model


class LetterState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Letter(Model):
    """One letter to one person about one event; the unique key keeps it from being written twice.

    A worker that sends it holds it until `leased_until`; the Message-ID stays the same at every try, so that
    a receiver can tell the one repetition that SMTP cannot exclude.
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
