"""Which meetings and rooms somebody wants to see; only what anyone may know of a meeting can choose it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mal.calendars.programme import Meeting, Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """A place, a room, for whom and what kind; nothing chosen means everything."""

    place: str = ""
    room_id: int | None = None
    audience: str = ""
    activity: str = ""

    @property
    def is_by_content(self) -> bool:
        """Tell whether some meetings are left out, so that an empty hour need not be free."""
        return bool(self.audience or self.activity)

    def takes(self, meeting: Meeting) -> bool:
        """Tell whether a meeting is wanted; one of which nothing may be known never answers to what it is about."""
        told = meeting.shown
        return (not self.audience or self.audience in told.audience) and (
            not self.activity or self.activity == told.activity
        )

    def rooms(self, rooms: Iterable[Room]) -> list[Room]:
        """Choose the rooms that are wanted."""
        return [
            room for room in rooms if self.place in ("", room.site.slug) and self.room_id in (None, room.id)
        ]
