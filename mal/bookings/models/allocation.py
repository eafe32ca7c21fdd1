"""The table of who holds what and when."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from mal.shared.database import Model


class AllocationKind(StrEnum):
    """Why a resource is held."""

    BOOKING = "booking"
    CLOSURE = "closure"


class Allocation(Model):
    """A resource that is held from `starts_at` to `ends_at` (excluded): the only truth about who holds what and when.

    The database refuses rows that would hold more of a resource than there is: by an exclusion constraint and a trigger
    on PostgreSQL, by triggers on SQLite (migration 0002). `capacity` repeats the resource's, kept equal by the foreign
    key, so that the exclusion constraint can tell single things from pools. No row is longer than a local day of 25
    hours, so that queries can bound `starts_at` from below.
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
