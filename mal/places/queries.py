"""Queries of sites, rooms, equipment, opening hours and closures."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import joinedload

from mal.places.models import Closure, Equipment, OpeningHours, Resource, Room, RoomPart, Site
from mal.places.opening import OpeningRule
from mal.places.room_conflicts import conflicting_room_ids
from mal.shared.database import db, overlaps
from mal.shared.timespan import Timespan

WITH_PLACE = (joinedload(Closure.site), joinedload(Closure.room))


def at_sites(site_ids: Collection[int] | None) -> ColumnElement[bool]:
    """Return the condition that a resource lies at one of some sites; None means all sites."""
    return true() if site_ids is None else Resource.site_id.in_(sorted(site_ids))


def list_sites(site_ids: Collection[int] | None = None) -> Sequence[Site]:
    """List some sites (`None`: all) in their order."""
    wanted = select(Site).order_by(Site.position, Site.id)
    if site_ids is not None:
        wanted = wanted.where(Site.id.in_(sorted(site_ids)))
    return db.session.scalars(wanted).all()


def get_site_by_slug(slug: str) -> Site | None:
    """Return the site with this slug, or None."""
    return db.session.scalar(select(Site).where(Site.slug == slug))


def list_rooms(site_id: int | None = None) -> Sequence[Room]:
    """Return the rooms in use, of one site or (None) of all, in their order of display."""
    wanted = (
        select(Room)
        .join(Site, Site.id == Room.site_id)
        .where(Room.retired_at.is_(None))
        .order_by(Site.position, Room.position, Room.id)
    )
    if site_id is not None:
        wanted = wanted.where(Room.site_id == site_id)
    return db.session.scalars(wanted).unique().all()


def get_room(room_id: int) -> Room | None:
    """Return the room with this id, or None if there is none or it is retired."""
    room = db.session.get(Room, room_id)
    return room if room is not None and room.retired_at is None else None


def get_room_by_slugs(site_slug: str, room_slug: str) -> Room | None:
    """Return the room in use with these slugs, or None."""
    return db.session.scalar(
        select(Room)
        .join(Site, Site.id == Room.site_id)
        .where(Site.slug == site_slug, Room.slug == room_slug, Room.retired_at.is_(None))
    )


def list_room_conflicts() -> Mapping[int, frozenset[int]]:
    """Return which rooms exclude each other, for all rooms that are made of parts or are a part."""
    rows = db.session.execute(select(RoomPart.whole_id, RoomPart.part_id))
    return conflicting_room_ids((row.whole_id, row.part_id) for row in rows)


def list_equipment() -> Sequence[Equipment]:
    """Return the equipment in use, in its order of display."""
    return (
        db.session.scalars(
            select(Equipment).where(Equipment.retired_at.is_(None)).order_by(Equipment.position, Equipment.id)
        )
        .unique()
        .all()
    )


def list_opening_rules() -> dict[int, list[OpeningRule]]:
    """Return the opening rules of every site that has any, by site id."""
    hours = OpeningHours
    rows = db.session.execute(
        select(
            hours.site_id,
            hours.weekday,
            hours.opens,
            hours.closes,
            hours.room_id,
            hours.season_from,
            hours.season_to,
        )
    )
    rules: dict[int, list[OpeningRule]] = {}
    for row in rows:
        rule = OpeningRule(row.weekday, row.opens, row.closes, row.room_id, row.season_from, row.season_to)
        rules.setdefault(row.site_id, []).append(rule)
    return rules


def list_closures(within: Timespan) -> Sequence[Closure]:
    """Return the closures in force that overlap a span, the earliest first."""
    return db.session.scalars(
        select(Closure)
        .options(*WITH_PLACE)
        .where(
            Closure.lifted_at.is_(None),
            overlaps(Closure, within, longest=None),
        )
        .order_by(Closure.starts_at, Closure.id)
    ).all()


def get_closure(closure_id: int) -> Closure | None:
    """Return a closure with its site and room loaded, or None."""
    return db.session.scalar(select(Closure).options(*WITH_PLACE).where(Closure.id == closure_id))


def list_upcoming_closures(now: datetime, limit: int = 100) -> Sequence[Closure]:
    """Return the closures in force that have not ended, the earliest first."""
    return db.session.scalars(
        select(Closure)
        .options(*WITH_PLACE)
        .where(Closure.lifted_at.is_(None), Closure.ends_at > now)
        .order_by(Closure.starts_at, Closure.id)
        .limit(limit)
    ).all()


def list_past_closures(now: datetime, limit: int = 10) -> Sequence[Closure]:
    """Return the last closures that have ended or were lifted, the latest first."""
    return db.session.scalars(
        select(Closure)
        .options(*WITH_PLACE)
        .where(or_(Closure.lifted_at.is_not(None), Closure.ends_at <= now))
        .order_by(Closure.starts_at.desc(), Closure.id.desc())
        .limit(limit)
    ).all()
