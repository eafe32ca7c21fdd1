"""Tables of accounts, sessions, groups, group leaders and staff."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.places.models import Site
from mal.shared.database import Model


class GroupKind(StrEnum):
    """Kind of an applicant (Regulamin § 3)."""

    INFORMAL = "informal"
    NGO = "ngo"
    INSTITUTION = "institution"
    RESIDENT = "resident"


class LeaderRole(StrEnum):
    """Role of an account in a group; both may act for it."""

    LEADER = "leader"
    DEPUTY = "deputy"


class Account(Model):
    """A person who can sign in; `email` is stored in lower case, `locale` is the language of letters."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    locale: Mapped[str] = mapped_column(default="pl")
    is_coordinator: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    posts: Mapped[list["StaffPost"]] = relationship(back_populates="account", lazy="selectin")
    leaderships: Mapped[list["Leadership"]] = relationship(back_populates="account", lazy="selectin")

    @property
    def is_staff(self) -> bool:
        """Whether the person works at any site."""
        return self.is_coordinator or bool(self.posts)

    @property
    def group_ids(self) -> set[int]:
        """Ids of the groups that the person leads."""
        return {leadership.group_id for leadership in self.leaderships}

    @property
    def scope(self) -> set[int] | None:
        """Ids of the sites where the person works; `None` means all of them."""
        return None if self.is_coordinator else {post.site_id for post in self.posts}

    def works_at(self, site_id: int | None) -> bool:
        """Return whether the person works at a site; `None` stands for all sites, so only the coordinator does."""
        return self.scope is None or site_id in self.scope


class StaffPost(Model):
    """A person's work at one site."""

    __tablename__ = "staff_post"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)

    account: Mapped[Account] = relationship(back_populates="posts")
    site: Mapped[Site] = relationship()


class UserSession(Model):
    """One signed-in browser: once `ends_at` has passed, its cookie is worthless, whoever holds it."""

    __tablename__ = "sign_in"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "account_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class Group(Model):
    """A group or person that books rooms; its history belongs to the group, not to the account that leads it.

    `feed_version` and `feed_changed_at` change with everything that the group's own calendar feed shows.
    """

    __tablename__ = "community_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[GroupKind]
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    members: Mapped[int] = mapped_column(default=1)
    nip: Mapped[str] = mapped_column(default="")
    krs: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    feed_version: Mapped[int] = mapped_column(default=0)
    feed_changed_at: Mapped[datetime]

    leaders: Mapped[list["Leadership"]] = relationship(back_populates="group")


class Leadership(Model):
    """An account's role in a group."""

    __tablename__ = "leadership"

    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    role: Mapped[LeaderRole] = mapped_column(default=LeaderRole.LEADER)

    group: Mapped[Group] = relationship(back_populates="leaders")
    account: Mapped[Account] = relationship(back_populates="leaderships")
