"""A feed is built from what the database holds: three statements, then octets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from typing import cast

from flask import Flask
from flask_babel import force_locale

from mal.bookings.labels import ACTIVITIES, AUDIENCES
from mal.calendars import date_ranges, queries
from mal.calendars.feed_events import Setting, Told, own_events
from mal.calendars.ical import Calendar, render_calendar
from mal.calendars.programme import Room, families, shuts
from mal.calendars.versions import Address, Probes, Version
from mal.config import Config
from mal.shared import clock
from mal.shared.database import db, read_only
from mal.shared.timespan import to_utc, whole_days

ABOUT = "Co się dzieje w Miejscach Aktywności Lokalnej w Milanówku."
ABOUT_OWN = "Terminy tylko dla Waszej grupy. Adresu tego kalendarza nie podawajcie dalej."


@dataclass(frozen=True)
class Feed:
    """The octets of a feed and the version they were made of."""

    version: Version
    octets: bytes


class Builder:
    """Builds the feeds of one application."""

    def __init__(self, app: Flask) -> None:
        """Ask nothing yet: the database may not be there."""
        self.app = app
        self.told: Told | None = None
        self.base_url = cast("Config", app.extensions["mal.config"]).public_url

    @cached_property
    def probes(self) -> Probes:
        """Give the questions after versions."""
        with self.app.app_context():
            return Probes(db.engine)

    @cached_property
    def labels(self) -> tuple[dict[str, str], dict[str, str]]:
        """Give the Polish words of activities and audiences."""
        with self.app.app_context(), force_locale("pl"):
            return {k: str(v) for k, v in ACTIVITIES.items()}, {k: str(v) for k, v in AUDIENCES.items()}

    def version(self, address: Address) -> Version:
        """Ask for the version of a feed as it stands today.

        Raises Unknown, Gone.
        """
        return self.probes.version(address, clock.today())

    def build(self, address: Address, version: Version) -> Feed:
        """Build a feed whose version is known."""
        with self.app.app_context(), read_only():
            rooms = {room.id: room for room in queries.rooms()}
            octets = self.own(version, rooms) if address.secret else self.public(address, version, rooms)
        return Feed(version, octets)

    def public(self, address: Address, version: Version, known: Mapping[int, Room]) -> bytes:
        """Build the feed of everything, of a site or of a room."""
        within = whole_days(*date_ranges.feed_days(version.day))
        rooms = rooms_of(address, version, known)
        meetings = queries.for_feed(list(rooms), within, to_utc(version.day, time()))
        kin = families(known.values())
        closures = [
            closure
            for closure in queries.closures(within)
            if any(shuts(closure, room, kin[room.id]) for room in rooms.values())
        ]
        path = "/".join(part for part in ("/kalendarz", address.site, address.room) if part)
        calendar = Calendar(
            name=name_of(address, version, rooms),
            description=ABOUT,
            source_url=f"{self.base_url}{path}.ics" if self.base_url else "",
        )
        return render_calendar(calendar, self.told_in(self.setting(known)).of(meetings, closures))

    def own(self, version: Version, rooms: Mapping[int, Room]) -> bytes:
        """Build the calendar of a group."""
        within = whole_days(*date_ranges.feed_days(version.day))
        called_off_since = to_utc(version.day - date_ranges.KEPT_WHEN_CANCELLED, time())
        dates = queries.own(version.subject_id, within, called_off_since)
        calendar = Calendar(name=f"{version.name} – MAL Milanówek", description=ABOUT_OWN)
        return render_calendar(calendar, own_events(dates, self.setting(rooms)))

    def told_in(self, setting: Setting) -> Told:
        """Give what was told before, as long as places and words are the same."""
        if self.told is None or self.told.setting != setting:
            self.told = Told(setting)
        return self.told

    def setting(self, rooms: Mapping[int, Room]) -> Setting:
        """Say where the events of a feed lie."""
        activities, audiences = self.labels
        return Setting(rooms, activities, audiences, self.base_url)


def rooms_of(address: Address, version: Version, known: Mapping[int, Room]) -> dict[int, Room]:
    """Choose the rooms that a feed tells about."""
    if address.room:
        ids = families(known.values()).get(version.subject_id, [])
        return {each: known[each] for each in ids if each in known}
    return {each: room for each, room in known.items() if address.site in ("", room.site.slug)}


def name_of(address: Address, version: Version, rooms: Mapping[int, Room]) -> str:
    """Name a public feed, as lists of calendars show it."""
    if address.room and version.subject_id in rooms:
        room = rooms[version.subject_id]
        return f"{room.name}, {room.site.name} – MAL Milanówek"
    site = next((room.site.name for room in rooms.values()), "") if address.site else ""
    return f"{site} – MAL Milanówek" if site else "MAL Milanówek"
