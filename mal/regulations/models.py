"""Tables of the versions of the Regulamin and of their acceptances."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.people.models import Account, Group
from mal.regulations.policy import Policy
from mal.shared.database import Model


class Regulation(Model):
    """One version of the Regulamin; its text, in Markdown, never changes once it is published.

    `effective_on` is a Warsaw day; `text_hash` is the SHA-256 of the text, `numbers` the values of its policy.
    """

    __tablename__ = "regulation"
    __table_args__ = (UniqueConstraint("number"), Index(None, "effective_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    text_hash: Mapped[str]
    change_note: Mapped[str] = mapped_column(default="")
    numbers: Mapped[dict[str, Any]]
    effective_on: Mapped[date]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def policy(self) -> Policy:
        """The limits and deadlines that this version sets."""
        return Policy.from_numbers(self.numbers)


class Acceptance(Model):
    """An account's acceptance of a version for a group, with the language in which the page was read."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("regulation_id", "account_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    regulation_id: Mapped[int] = mapped_column(ForeignKey("regulation.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id"))
    text_hash: Mapped[str]
    locale: Mapped[str]
    accepted_at: Mapped[datetime]

    regulation: Mapped[Regulation] = relationship()
    account: Mapped[Account] = relationship()
    group: Mapped[Group] = relationship()
