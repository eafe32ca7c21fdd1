"""What is on becomes the events of a feed.

A feed is one file for all, compared by its octets, so it speaks Polish whoever asks. The name of the group is not
in a public feed: of one resident it would be a person's name, copied to telephones for good, and a new name would
have to raise the change of every event.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mal.calendars.ical import Event, Status
from mal.calendars.programme import Meeting, Own, Room, Shut

# Never the host's name: an address that moves must not make every event a new one.
DOMAIN: Final = "mal.milanowek"
TAKEN: Final = "Zajęte"
OPEN: Final = "Otwarte dla wszystkich."
CLOSED: Final = "Spotkanie grupy."
MOST_TOLD: Final = 20_000
WHOLE_SITE: Final = "Zamknięte"
# CSS names nearest to the three signs.
COLOURS: Final = {"brzozowa": "olivedrab", "sosnowa": "teal", "inzynierska": "brown"}
OWN: Final[Mapping[str, tuple[Status, str]]] = {
    "asked": ("TENTATIVE", "Czeka na decyzję: "),
    "planned": ("CONFIRMED", ""),
    "took_place": ("CONFIRMED", ""),
    "no_show": ("CONFIRMED", ""),
    "cancelled": ("CANCELLED", "ODWOŁANE: "),
    "refused": ("CANCELLED", "ODMOWA: "),
    "withdrawn": ("CANCELLED", "WYCOFANE: "),
}


@dataclass(frozen=True)
class Setting:
    """Where the events lie and how codes are said; `base_url` is empty where nobody has set it."""

    rooms: Mapping[int, Room]
    activities: Mapping[str, str]
    audiences: Mapping[str, str]
    base_url: str = ""

    def location(self, room: Room) -> str:
        """Say where a room is."""
        return f"{room.name}, {room.site.address}"

    def url(self, room: Room) -> str:
        """Give the page of a room, or nothing."""
        return f"{self.base_url}/miejsca/{room.site.slug}/{room.slug}" if self.base_url else ""


def uid_of(row_uid: str) -> str:
    """Give the identity of a date: it stays when the date is moved, and tells nothing."""
    return f"{row_uid}@{DOMAIN}"


@dataclass(frozen=True)
class Told:
    """Meetings as they were said before in the same setting: a feed is made again for one change among thousands."""

    setting: Setting
    events: dict[Meeting, Event] = field(default_factory=dict)

    def of(self, meetings: Iterable[Meeting], closures: Iterable[Shut]) -> Iterator[Event]:
        """Give the events of a public feed."""
        for meeting in meetings:
            if meeting.kind != "asked":
                yield self.events.get(meeting) or self.say(meeting)
        for closure in closures:
            yield closure_event(closure, self.setting)

    def say(self, meeting: Meeting) -> Event:
        """Say a meeting for the first time."""
        if len(self.events) >= MOST_TOLD:
            self.events.clear()
        event = self.events[meeting] = public_event(meeting, self.setting)
        return event


def public_event(meeting: Meeting, setting: Setting) -> Event:
    """Say one date as anyone may know it."""
    room, told = setting.rooms[meeting.room_id], meeting.shown
    return Event(
        uid=uid_of(meeting.uid),
        starts_at=meeting.span.start,
        ends_at=meeting.span.end,
        created_at=meeting.created_at,
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        status="CONFIRMED",
        summary=TAKEN if told.is_confidential else told.title,
        description=description(meeting, setting),
        location=setting.location(room),
        url=setting.url(room),
        categories=categories(meeting, setting),
        colour=COLOURS.get(room.site.slug, ""),
        public=not told.is_confidential,
    )


def description(meeting: Meeting, setting: Setting) -> str:
    """Say who may come; nothing at all of a confidential meeting."""
    if meeting.shown.is_confidential:
        return ""
    if not meeting.shown.group:
        return CLOSED
    audience = [setting.audiences.get(code, "") for code in meeting.shown.audience if code != "everyone"]
    named = ", ".join(label for label in audience if label)
    return f"{OPEN}\nDla: {named}." if named else OPEN


def categories(meeting: Meeting, setting: Setting) -> tuple[str, ...]:
    """Name the kind of meeting and whom it is for."""
    told = meeting.shown
    labels = [
        setting.activities.get(told.activity, ""),
        *(setting.audiences.get(c, "") for c in told.audience),
    ]
    return tuple(label for label in labels if label)


def closure_event(closure: Shut, setting: Setting) -> Event:
    """Say that a place is shut: one event for the whole time, so that nobody stands before a locked door."""
    key = f"closure {closure.id} {closure.created_at.isoformat()}"
    room = setting.rooms.get(closure.room_id or 0)
    site = (
        room.site
        if room
        else next((each.site for each in setting.rooms.values() if each.site.id == closure.site_id), None)
    )
    where = setting.location(room) if room else f"{site.name}, {site.address}" if site else ""
    return Event(
        uid=uid_of(hashlib.sha256(key.encode()).hexdigest()[:32]),
        starts_at=closure.span.start,
        ends_at=closure.span.end,
        created_at=closure.created_at,
        changed_at=closure.created_at,
        sequence=0,
        status="CONFIRMED",
        summary=f"{WHOLE_SITE}: {closure.reason}" if closure.reason else WHOLE_SITE,
        location=where,
        categories=(WHOLE_SITE,),
        colour=COLOURS.get(site.slug, "") if site else "",
    )


def own_events(dates: Iterable[Own], setting: Setting) -> Iterator[Event]:
    """Give the events of a group's own calendar: what waits is tentative, what was called off stays as such."""
    for one in dates:
        status, before = OWN[one.state]
        room = setting.rooms.get(one.room_id)
        activity = setting.activities.get(one.activity, "")
        yield Event(
            uid=uid_of(one.uid),
            starts_at=one.span.start,
            ends_at=one.span.end,
            created_at=one.created_at,
            changed_at=one.changed_at,
            sequence=one.sequence,
            status=status,
            summary=before + one.title,
            description=one.purpose,
            location=setting.location(room) if room else "",
            url=setting.url(room) if room else "",
            categories=(activity,) if activity else (),
            colour=COLOURS.get(room.site.slug, "") if room else "",
            public=one.is_open,
        )
