"""What a calendar shows: places, meetings as anyone may know them, and times when a place is shut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mal.bookings.redaction import Shown
from mal.shared.timespan import Timespan

Kind = Literal["booking", "asked", "confidential"]


@dataclass(frozen=True, slots=True)
class Site:
    """An address, as calendars name it."""

    id: int
    slug: str
    name: str
    letter: str
    address: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room with its parts; `season_*` are month * 100 + day."""

    id: int
    slug: str
    name: str
    site: Site
    season_from: int | None = None
    season_to: int | None = None
    buffer_minutes: int = 0
    part_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """One date of a meeting without anything that is nobody's business."""

    uid: str
    room_id: int
    span: Timespan
    kind: Kind
    shown: Shown
    sequence: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One date of a meeting as the group itself knows it; for nobody else."""

    uid: str
    room_id: int
    span: Timespan
    state: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    title: str
    purpose: str
    activity: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Shut:
    """A closure: of a room, of a site, or of everything."""

    id: int
    site_id: int | None
    room_id: int | None
    span: Timespan
    reason: str
    created_at: datetime


def family(room: Room, rooms: Iterable[Room]) -> list[int]:
    """List the rooms whose meetings take this one: itself, its parts and what it is a part of."""
    wholes = [other.id for other in rooms if room.id in other.part_ids]
    return sorted({room.id, *room.part_ids, *wholes})


def shuts(closure: Shut, room: Room, family_ids: Sequence[int]) -> bool:
    """Tell whether a closure shuts a room, or a part of it, or what it is a part of."""
    if closure.room_id is not None:
        return closure.room_id in family_ids
    return closure.site_id in (None, room.site.id)
