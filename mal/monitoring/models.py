"""The table of usage cards; it holds numbers, never names."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.bookings.models import Occurrence
from mal.people.models import Account
from mal.shared.database import Model


class UsageCard(Model):
    """What became of one occurrence (Regulamin § 16); an age band that nobody counted is NULL."""

    __tablename__ = "usage_card"
    __table_args__ = (CheckConstraint("headcount >= 0", name="headcount"),)

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), primary_key=True)
    took_place: Mapped[bool]
    headcount: Mapped[int] = mapped_column(default=0)
    age_0_5: Mapped[int | None]
    age_6_12: Mapped[int | None]
    age_13_17: Mapped[int | None]
    age_18_59: Mapped[int | None]
    age_60_plus: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    filled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    filled_at: Mapped[datetime]

    occurrence: Mapped[Occurrence] = relationship()
    filled_by: Mapped[Account | None] = relationship()
