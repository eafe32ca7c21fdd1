"""The sheet of a day at a site: its meetings, what to prepare for them, how many people came."""

from dataclasses import dataclass
from datetime import date

from mal.applications import queries as applications
from mal.applications.models import Application
from mal.bookings import queries as bookings
from mal.bookings.models import Occurrence
from mal.bookings.states import DateState
from mal.monitoring.queries import usage_cards
from mal.places import queries as places
from mal.places.models import Closure, Site
from mal.shared import clock
from mal.shared.timespan import whole_day


@dataclass(frozen=True)
class DaySheetRow:
    """One meeting on the sheet; `came` is the headcount of its usage card, None without a card."""

    occurrence: Occurrence
    application: Application | None
    has_begun: bool
    came: int | None

    @property
    def needs_headcount(self) -> bool:
        """Return whether the meeting has begun and nobody has said how many people came."""
        return self.has_begun and self.occurrence.state is DateState.PLANNED


@dataclass(frozen=True)
class DaySheet:
    """The meetings and closures of a site on a Warsaw day, in the order of the clock."""

    site: Site
    day: date
    rows: list[DaySheetRow]
    closures: list[Closure]


def build_day_sheet(site: Site, day: date) -> DaySheet:
    """Load the sheet of a day, in a fixed number of statements."""
    now = clock.now()
    rooms = places.list_rooms(site.id)
    position = {room.id: number for number, room in enumerate(rooms)}
    occurrences = bookings.list_occurrences_in(whole_day(day), position)
    booking_ids = {each.booking_id for each in occurrences}
    application_of = {each.booking_id: each for each in applications.list_by_bookings(booking_ids)}
    came = usage_cards.attendance_by_occurrence([each.id for each in occurrences])
    rows = [
        DaySheetRow(each, application_of.get(each.booking_id), each.starts_at <= now, came.get(each.id))
        for each in occurrences
    ]
    rows.sort(key=lambda row: (row.occurrence.starts_at, position[row.occurrence.room_id]))
    closures = [each for each in places.list_closures(whole_day(day)) if each.affects_site(site.id)]
    return DaySheet(site, day, rows, closures)
