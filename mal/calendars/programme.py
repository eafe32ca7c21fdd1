"""What a calendar shows: places, meetings as anyone may know them, and times when a place is shut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mal.bookings.redaction import PublicFields
from mal.places.room_conflicts import conflicting_room_ids
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


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """One date of a meeting without anything that is nobody's business.

    Compared by identity: an unchanged row gives the same object, so what was made of it is found at once.
    """

    uid: str
    room_id: int
    span: Timespan
    kind: Kind
    shown: PublicFields
    sequence: int
    created_at: datetime
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Tell whether everyone may come: only of those meetings is the group named."""
        return self.kind == "booking" and bool(self.shown.group)


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


def families(rooms: Iterable[Room]) -> dict[int, list[int]]:
    """Return, for each room, the ids of the rooms whose meetings take it, itself included, in order."""
    parts = {room.id: room.part_ids for room in rooms}
    pairs = ((whole_id, part_id) for whole_id, part_ids in parts.items() for part_id in part_ids)
    return {room_id: sorted(ids) for room_id, ids in conflicting_room_ids(pairs, parts).items()}


def shuts(closure: Shut, room: Room, family_ids: Sequence[int]) -> bool:
    """Return whether a closure shuts a room, by the ids of the rooms that exclude it."""
    if closure.room_id is not None:
        return closure.room_id in family_ids
    return closure.site_id in (None, room.site.id)
