"""Secret addresses of private calendars."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.people.models import Group
from mal.shared.database import Model


class FeedKey(Model):
    """A secret address of a group's own calendar: kept as a hash, shown once, replaceable."""

    __tablename__ = "feed_key"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id"))
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
