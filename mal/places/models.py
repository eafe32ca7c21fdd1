"""Tables of sites, resources (rooms and equipment), opening hours and closures."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mal.places.opening import in_season
from mal.shared.database import Model
from mal.shared.timespan import Timespan


class ResourceKind(StrEnum):
    """The kinds of resources."""

    ROOM = "room"
    EQUIPMENT = "equipment"


class Site(Model):
    """One of the addresses; pages mark it by its letter, a colour and a texture."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    letter: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    directions: Mapped[str] = mapped_column(default="")
    opened_by: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    rooms: Mapped[list["Room"]] = relationship(back_populates="site", order_by="Room.position", viewonly=True)


class OpeningHours(Model):
    """The hours of one weekday (0 is Monday) of a site, or of one room of it.

    `opens` and `closes` are minutes since Warsaw's midnight, seasons are month * 100 + day. `places.opening` says which
    rows apply on a day.
    """

    __tablename__ = "opening_hours"
    __table_args__ = (
        Index(None, "site_id"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]
    season_from: Mapped[int | None]
    season_to: Mapped[int | None]


class Resource(Model):
    """Anything that can be held: a room, or equipment with a number of pieces.

    `capacity` is how many can be held at once: 1 for a room, 0 for a room made of parts, of which only the parts are
    ever held. `lock_version` rises, in the same transaction, with every change of what is held or shown. Writing it
    first makes concurrent transactions queue up, and its value tells feeds that they are out of date.
    """

    __tablename__ = "resource"
    __table_args__ = (
        UniqueConstraint("site_id", "slug"),
        UniqueConstraint("id", "capacity"),
        CheckConstraint("capacity >= 0", name="capacity"),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ResourceKind]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    slug: Mapped[str]
    name: Mapped[str]
    capacity: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    lock_version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    site: Mapped[Site] = relationship(lazy="joined")


class RoomPart(Model):
    """One part of a room that is made of parts: a booking of the whole holds each part."""

    __tablename__ = "room_part"
    __table_args__ = (CheckConstraint("whole_id <> part_id", name="not_itself"),)

    whole_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)


class Room(Resource):
    """A place to meet. A season is month * 100 + day on both sides; outside it the room is closed."""

    __tablename__ = "room"
    __mapper_args__ = {"polymorphic_identity": ResourceKind.ROOM}  # noqa: RUF012

    id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    code: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    area_m2: Mapped[int]
    seats: Mapped[int]
    workshop_places: Mapped[int]
    max_people: Mapped[int]
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    confidential_allowed: Mapped[bool] = mapped_column(default=False)
    season_from: Mapped[int | None]
    season_to: Mapped[int | None]
    amenities: Mapped[list[str]] = mapped_column(default=list)
    access: Mapped[dict[str, Any]] = mapped_column(default=dict)

    parts: Mapped[list["Room"]] = relationship(
        secondary="room_part",
        primaryjoin="Room.id == RoomPart.whole_id",
        secondaryjoin="Room.id == RoomPart.part_id",
        lazy="selectin",
        join_depth=1,
    )

    def held_ids(self) -> list[int]:
        """Return the ids of the resources that a booking of this room holds, sorted: its parts, or the room itself."""
        return sorted(part.id for part in self.parts) or [self.id]

    def in_season(self, day: date) -> bool:
        """Return whether a day lies in the room's season."""
        return in_season(day, self.season_from, self.season_to)


class Equipment(Resource):
    """A pool of like things; `capacity` is the number of pieces."""

    __tablename__ = "equipment"
    __mapper_args__ = {"polymorphic_identity": ResourceKind.EQUIPMENT}  # noqa: RUF012

    id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    note: Mapped[str] = mapped_column(default="")
    off_site: Mapped[bool] = mapped_column(default=False)


class Closure(Model):
    """A time when a room, a site or (both None) everything is closed; its rows in `allocation` hold the rooms."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        Index(None, "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None]
    lifted_at: Mapped[datetime | None]

    site: Mapped[Site | None] = relationship()
    room: Mapped[Room | None] = relationship()

    @property
    def span(self) -> Timespan:
        """The time of the closure."""
        return Timespan(self.starts_at, self.ends_at)

    def affects_site(self, site_id: int) -> bool:
        """Return whether the closure closes anything at a site."""
        if self.room is not None:
            return self.room.site_id == site_id
        return self.site_id is None or self.site_id == site_id
