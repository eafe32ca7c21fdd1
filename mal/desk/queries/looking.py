"""The day at a site, its closures and whom they meet, the numbers of today."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mal.applications import queries as applications
from mal.applications.models import Application
from mal.bookings import queries as bookings
from mal.bookings.closures import ClosurePlan
from mal.bookings.models import Occurrence
from mal.bookings.states import DateState
from mal.desk.queries.deciding import sites_of
from mal.monitoring.queries import usage_cards as cards
from mal.places import queries as places
from mal.places.models import Closure, Site
from mal.shared import clock
from mal.shared.timespan import whole_day


@dataclass(frozen=True)
class SheetLine:
    """One meeting on the sheet of a day."""

    occurrence: Occurrence
    application: Application | None
    has_begun: bool
    came: int | None

    @property
    def wants_number(self) -> bool:
        """Tell whether it is time to say how many people came, and nobody has."""
        return self.has_begun and self.occurrence.state is DateState.PLANNED


@dataclass(frozen=True)
class DaySheet:
    """What happens at a site on a day, in the order of the clock."""

    site: Site
    day: date
    lines: list[SheetLine]
    closures: list[Closure]


def day_sheet(site: Site, day: date) -> DaySheet:
    """Gather what the person who opens the doors needs to know."""
    now = clock.now()
    rooms = places.list_rooms(site.id)
    order = {room.id: number for number, room in enumerate(rooms)}
    dates = bookings.list_occurrences_in(whole_day(day), order)
    notes = {each.booking_id: each for each in applications.list_by_bookings({d.booking_id for d in dates})}
    came = cards.attendance_by_occurrence([each.id for each in dates])
    lines = [
        SheetLine(each, notes.get(each.booking_id), each.starts_at <= now, came.get(each.id))
        for each in dates
    ]
    lines.sort(key=lambda line: (line.occurrence.starts_at, order[line.occurrence.room_id]))
    shut = [each for each in places.list_closures(whole_day(day)) if each.affects_site(site.id)]
    return DaySheet(site, day, lines, shut)


def waiting_in(plan: ClosurePlan) -> Sequence[Application]:
    """List what waits for an answer and asks for a time that a closure would shut."""
    shut = set(plan.resource_ids)
    rooms = [room.id for room in places.list_rooms() if shut & set(room.held_ids())]
    return applications.list_requesting(rooms, plan.span)


@dataclass(frozen=True)
class SiteToday:
    """A site and how many meetings it has today."""

    site: Site
    meetings: int


@dataclass(frozen=True)
class Today:
    """What staff look at first."""

    waiting: int
    overdue: int
    due_today: int
    sites: list[SiteToday]
    shut_now: list[Closure]
    shut_soon: list[Closure]
    uncounted: list[tuple[Site, date, int]]


def today(site_ids: Collection[int] | None) -> Today:
    """Gather the numbers of the day."""
    day = clock.today()
    sites = sites_of(site_ids)
    rooms = {room.id: room.site_id for room in places.list_rooms()}
    at = [rooms[each.room_id] for each in bookings.list_occurrences_in(whole_day(day), rooms)]
    shut = [
        each
        for each in places.list_upcoming_closures(clock.now())
        if any(each.affects_site(site.id) for site in sites)
    ]
    overdue = applications.count_waiting(site_ids, due_before=day)
    return Today(
        waiting=applications.count_waiting(site_ids),
        overdue=overdue,
        due_today=applications.count_waiting(site_ids, due_before=day + timedelta(days=1)) - overdue,
        sites=[SiteToday(site, at.count(site.id)) for site in sites],
        shut_now=[each for each in shut if each.starts_at < whole_day(day).end],
        shut_soon=[each for each in shut if each.starts_at >= whole_day(day).end][:3],
        uncounted=uncounted(sites),
    )


def uncounted(sites: Sequence[Site]) -> list[tuple[Site, date, int]]:
    """List the days with meetings that are over and have no card, by site, the newest first."""
    by_id = {site.id: site for site in sites}
    dates = cards.list_occurrences_without_card(by_id)
    days = Counter((each.booking.room.site_id, each.on_date) for each in dates)
    return [(by_id[site_id], day, number) for (site_id, day), number in days.items()]
