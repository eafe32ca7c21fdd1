"""Applications: who asks for which booking, under which rules, and the answer; drafts of what was not yet sent."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.applications.states import APPLICATIONS, ApplicationState
from mal.bookings.models import Booking, BookingEvent, Occurrence
from mal.bookings.states import Step
from mal.people.models import Account
from mal.regulations.models import Regulation
from mal.shared.database import Model


class Application(Model):
    """What someone asked for, and what became of it.

    `form_key` is the random key of the form it came from: the same form sent twice is one application.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("booking_id"),
        UniqueConstraint("form_key"),
        Index(None, "state", "reply_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    regulation_id: Mapped[int | None] = mapped_column(ForeignKey("regulation.id"))
    form_key: Mapped[str]
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.WAITING)
    message: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime]
    reply_due: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    refusal_reason: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")

    booking: Mapped[Booking] = relationship()
    applicant: Mapped[Account | None] = relationship(foreign_keys=[applicant_id])
    entered_by: Mapped[Account | None] = relationship(foreign_keys=[entered_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])
    regulation: Mapped[Regulation | None] = relationship()

    def take(
        self,
        step: Step,
        occurrences: Iterable[Occurrence],
        *,
        by: Account | None,
        note: str = "",
        reason: str = "",
    ) -> BookingEvent:
        """Take a step: the only line that assigns the state; the event row is the booking's.

        Raises StepNotAllowed before anything is changed.
        """
        state = APPLICATIONS.after(self.state, step)
        event = self.booking.take(step, occurrences, by=by, note=note, reason=reason)
        self.state = state
        return event

    def can(self, step: Step) -> bool:
        """Tell whether a step can be taken from where the application stands."""
        return APPLICATIONS.allows(self.state, step)


class ApplicationDraft(Model):
    """What someone began and has not sent: the address says when and where, the answers what was typed.

    Nobody but its owner ever sees it; `step` is the page it opens at.
    """

    __tablename__ = "application_draft"
    __table_args__ = (
        UniqueConstraint("form_key"),
        Index(None, "account_id", "saved_at"),
        Index(None, "saved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    form_key: Mapped[str]
    step: Mapped[str]
    address: Mapped[str]
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
