"""What calendars show, read as plain rows; nothing leaves here that has not passed the redaction."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, case, cast, or_, select, type_coerce
from sqlalchemy.types import NullType

from mal.bookings.models import Booking, Occurrence, Visibility
from mal.bookings.redaction import REDACTED, redact
from mal.bookings.states import HOLDING, DateState
from mal.calendars.models import FeedKey
from mal.calendars.programme import Kind, Meeting, Own, Room, Shut, Site
from mal.calendars.versions import moment
from mal.people.models import Group
from mal.places import models as places
from mal.places.models import Closure, Resource, RoomPart
from mal.shared.database import db, overlaps
from mal.shared.timespan import Timespan

PAGES_SHOW = (*HOLDING, DateState.ASKED)
# What a phone still swallows: less than a megabyte.
MOST_IN_A_FEED = 2400

# As the driver gives them: equal rows are then found again before anything is made of them.
RAW: NullType = NullType()
MEETINGS = (
    select(
        Occurrence.uid,
        Occurrence.room_id,
        type_coerce(Occurrence.starts_at, RAW),
        type_coerce(Occurrence.ends_at, RAW),
        type_coerce(Occurrence.state, RAW),
        Occurrence.sequence,
        type_coerce(Occurrence.created_at, RAW),
        type_coerce(Occurrence.changed_at, RAW),
        Booking.title,
        Booking.activity,
        cast(Booking.audience, Text),
        type_coerce(Booking.visibility, RAW),
        Group.name,
    )
    .join(Booking, Booking.id == Occurrence.booking_id)
    .join(Group, Group.id == Booking.group_id)
)


def rooms() -> list[Room]:
    """List the rooms in use with their sites and parts, in the order of the sites."""
    rows = db.session.execute(
        select(
            Resource.id,
            Resource.slug,
            Resource.name,
            places.Room.__table__.c.season_from,
            places.Room.__table__.c.season_to,
            places.Room.__table__.c.buffer_minutes,
            places.Site.id.label("site_id"),
            places.Site.slug.label("site_slug"),
            places.Site.name.label("site_name"),
            places.Site.letter,
            places.Site.address,
            RoomPart.part_id,
        )
        .select_from(Resource)
        .join(places.Room.__table__, places.Room.__table__.c.id == Resource.id)
        .join(places.Site, places.Site.id == Resource.site_id)
        .outerjoin(RoomPart, RoomPart.whole_id == Resource.id)
        .where(Resource.retired_at.is_(None))
        .order_by(places.Site.position, places.Site.id, Resource.position, Resource.id, RoomPart.part_id)
    )
    return gathered(rows.all())


def gathered(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Room]:
    """Make one room of the rows of its parts."""
    parts: dict[int, list[int]] = {}
    for row in rows:
        parts.setdefault(row.id, []).extend([] if row.part_id is None else [row.part_id])
    sites = {
        row.site_id: Site(row.site_id, row.site_slug, row.site_name, row.letter, row.address) for row in rows
    }
    return [
        Room(
            row.id,
            row.slug,
            row.name,
            sites[row.site_id],
            row.season_from,
            row.season_to,
            row.buffer_minutes,
            tuple(parts[row.id]),
        )
        for row in {row.id: row for row in rows}.values()
    ]


def meetings(
    room_ids: Collection[int],
    within: Timespan,
    states: Collection[DateState] = PAGES_SHOW,
    visibility: Visibility | None = None,
) -> list[Meeting]:
    """List the dates in some rooms that touch a span of time, in one statement."""
    wanted = in_window(room_ids, within).where(Occurrence.state.in_(states))
    if visibility is not None:
        wanted = wanted.where(Booking.visibility == visibility)
    rows = db.session.execute(wanted.order_by(Occurrence.starts_at, Occurrence.uid))
    return [as_meeting(tuple(row)) for row in rows]


def in_window(room_ids: Collection[int], within: Timespan) -> Select[*tuple[Any, ...]]:
    """Bound a question to some rooms, named one by one for the index, and a span of time."""
    return MEETINGS.where(
        Occurrence.room_id.in_(sorted(room_ids)),
        overlaps(Occurrence, within),
    )


def for_feed(room_ids: Collection[int], within: Timespan, since: datetime) -> list[Meeting]:
    """List what a public feed tells: never what is only asked for, and never more than phones swallow.

    What begins after an instant goes before what has been, the nearest first.
    """
    to_come: ColumnElement[bool] = Occurrence.starts_at >= since
    rows = db.session.execute(
        in_window(room_ids, within)
        .where(Occurrence.state.in_(HOLDING))
        .order_by(
            case((to_come, 0), else_=1),
            case((to_come, Occurrence.starts_at)),
            Occurrence.starts_at.desc(),
            Occurrence.id,
        )
        .limit(MOST_IN_A_FEED)
    )
    return [as_meeting(tuple(row)) for row in rows]


@lru_cache(maxsize=20_000)
def as_meeting(row: tuple[Any, ...]) -> Meeting:
    """Turn a row into what anyone may know; of what waits for an answer that is the time alone."""
    uid, room_id, starts_at, ends_at, state, sequence, created_at, changed_at, *about = row
    title, activity, audience, visibility, group = about
    asked = state == DateState.ASKED
    codes = tuple(json.loads(audience or "[]"))
    told = (
        REDACTED if asked else redact(visibility, title=title, group=group, activity=activity, audience=codes)
    )
    kind: Kind = "asked" if asked else "confidential" if told.is_confidential else "booking"
    return Meeting(
        uid,
        room_id,
        Timespan(moment(starts_at), moment(ends_at)),
        kind,
        told,
        sequence,
        moment(created_at),
        moment(changed_at),
    )


def own(group_id: int, within: Timespan, called_off_since: datetime) -> list[Own]:
    """List the dates of a group for its own calendar; what was called off only for a while."""
    alive = Occurrence.state.in_(PAGES_SHOW)
    rows = db.session.execute(
        select(
            Occurrence.uid,
            Occurrence.room_id,
            Occurrence.starts_at,
            Occurrence.ends_at,
            Occurrence.state,
            Occurrence.sequence,
            Occurrence.created_at,
            Occurrence.changed_at,
            Booking.title,
            Booking.purpose,
            Booking.activity,
            Booking.visibility,
        )
        .join(Booking, Booking.id == Occurrence.booking_id)
        .where(
            Booking.group_id == group_id,
            Occurrence.starts_at >= within.start,
            Occurrence.starts_at < within.end,
            or_(alive, Occurrence.changed_at >= called_off_since),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(MOST_IN_A_FEED)
    )
    return [
        Own(
            uid=row.uid,
            room_id=row.room_id,
            span=Timespan(row.starts_at, row.ends_at),
            state=row.state.value,
            sequence=row.sequence,
            created_at=row.created_at,
            changed_at=row.changed_at,
            title=row.title,
            purpose=row.purpose,
            activity=row.activity,
            is_open=row.visibility is Visibility.OPEN,
        )
        for row in rows
    ]


def closures(within: Timespan) -> list[Shut]:
    """List the closures in force that touch a span of time, the earliest first, in one statement."""
    rows = db.session.execute(
        select(
            Closure.id,
            Closure.site_id,
            Closure.room_id,
            Closure.starts_at,
            Closure.ends_at,
            Closure.reason,
            Closure.created_at,
        )
        .where(Closure.lifted_at.is_(None), overlaps(Closure, within, longest=None))
        .order_by(Closure.starts_at, Closure.id)
    )
    return [
        Shut(
            row.id, row.site_id, row.room_id, Timespan(row.starts_at, row.ends_at), row.reason, row.created_at
        )
        for row in rows
    ]


def current_key(group_id: int) -> FeedKey | None:
    """Find the address of a group's own calendar that works now."""
    return db.session.scalar(
        select(FeedKey)
        .where(FeedKey.group_id == group_id, FeedKey.revoked_at.is_(None))
        .order_by(FeedKey.id.desc())
        .limit(1)
    )
