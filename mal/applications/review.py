"""What waits for an answer, and all that helps to give it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mal.applications import queries as applications
from mal.applications.availability_check import AvailabilityCheck, BookingCriteria
from mal.applications.models import Application
from mal.bookings import queries as bookings
from mal.bookings.availability import Clash
from mal.bookings.closures import ClosurePlan
from mal.bookings.conflict_index import ConflictIndex
from mal.bookings.models import Occurrence
from mal.bookings.needs import booking_needs
from mal.bookings.states import DateState
from mal.places import queries as places
from mal.places.models import Room, Site
from mal.shared import clock
from mal.shared.timespan import Timespan, whole_days

A_PAGE = 50
A_DAY = timedelta(days=1)
LATELY = timedelta(days=30)
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """One date that waits for an answer, and what stands against it now."""

    occurrence: Occurrence
    clashes: list[Clash]

    @property
    def is_free(self) -> bool:
        """Tell whether it could be given now."""
        return not self.clashes


@dataclass(frozen=True)
class Waiting:
    """An application in the queue: its dates as they stand, and how many others want the same time."""

    application: Application
    dates: list[Asked]
    rivals: int

    @property
    def free(self) -> list[Asked]:
        """List the dates that could be given now."""
        return [each for each in self.dates if each.is_free]

    @property
    def is_ordinary(self) -> bool:
        """Tell whether nothing needs a second look: all dates are free and nobody else wants them."""
        return bool(self.dates) and self.rivals == 0 and len(self.free) == len(self.dates)


@dataclass(frozen=True)
class SiteWaiting:
    """A site and how many applications wait there."""

    site: Site
    number: int


@dataclass(frozen=True)
class Queue:
    """One page of what waits, at all sites that someone works at or at one of them."""

    sites: list[SiteWaiting]
    only: Site | None
    rows: list[Waiting]
    total: int
    page: int
    pages: int
    answered: Sequence[Application]

    @property
    def ordinary(self) -> list[Waiting]:
        """List what needs no second look."""
        return [row for row in self.rows if row.is_ordinary]


def only_at(site_ids: Collection[int] | None, slug: str) -> Site | None:
    """Find the one site that someone wants to look at, among those of theirs."""
    return next((site for site in places.list_sites(site_ids) if site.slug == slug), None) if slug else None


def following(application: Application, site_ids: Collection[int] | None, only: Site | None) -> int | None:
    """Give the id of what waits right behind an application, at some sites (`None`: all) or at the chosen one."""
    return applications.next_waiting_id(application, site_ids if only is None else {only.id})


def queue(site_ids: Collection[int] | None, only: Site | None, page: int) -> Queue:
    """List one page of what waits at some sites (`None`: all), or at one of them, the oldest deadline first."""
    waiting = applications.waiting_by_site(site_ids)
    sites = [SiteWaiting(site, waiting.get(site.id, 0)) for site in places.list_sites(site_ids)]
    total = sum(waiting.values()) if only is None else waiting.get(only.id, 0)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 1), pages)
    shown = site_ids if only is None else {only.id}
    found = applications.list_waiting(shown, A_PAGE, (page - 1) * A_PAGE)
    answered = applications.list_answered_since(clock.now() - A_DAY, shown)
    return Queue(sites, only, rows(found), total, page, pages, answered)


def rows(found: Sequence[Application]) -> list[Waiting]:
    """Say of each application how its dates stand and how many others want the same time."""
    rivals = applications.find_competing_ids([each.booking_id for each in found]) if found else {}
    standing = standing_of(found)
    return [Waiting(each, asked(each, standing), len(rivals.get(each.booking_id, ()))) for each in found]


def asked(application: Application, standing: ConflictIndex) -> list[Asked]:
    """Say how the dates that wait stand now."""
    needs = booking_needs(application.booking)
    return [
        Asked(occurrence, standing.clashes(needs, occurrence.span))
        for occurrence in application.booking.occurrences
        if occurrence.state is DateState.ASKED
    ]


def standing_of(found: Sequence[Application]) -> ConflictIndex:
    """Gather, in one statement, what is held of all that some applications need."""
    now = clock.now()
    needs = {need.resource_id: need for each in found for need in booking_needs(each.booking)}
    spans = [occurrence.span for each in found for occurrence in each.booking.occurrences]
    if not needs or not spans:
        return ConflictIndex((), now)
    after = max(need.after for each in found for need in booking_needs(each.booking))
    within = Timespan(min(span.start for span in spans), max(span.end for span in spans) + after)
    return ConflictIndex(bookings.list_allocations(needs, within), now)


@dataclass(frozen=True)
class Rival:
    """One of several applications for the same time."""

    application: Application
    minutes_lately: int


@dataclass(frozen=True)
class Decision:
    """All that is needed to decide about one application."""

    application: Application
    dates: list[Asked]
    rivals: list[Rival]
    minutes_lately: int
    missed_this_year: int
    instead: Mapping[int, list[tuple[Room, list[datetime]]]]

    @property
    def free_ids(self) -> list[int]:
        """List the dates that could be given now."""
        return [each.occurrence.id for each in self.dates if each.is_free]


def decision(application: Application) -> Decision:
    """Gather what is needed to decide; the rivals stand in the order of § 6, this one among them."""
    now = clock.now()
    group_id = application.booking.group_id
    rival_ids = applications.find_competing_ids([application.booking_id]).get(application.booking_id, [])
    same_time = [application, *applications.list_by_bookings(rival_ids)] if rival_ids else [application]
    minutes = bookings.minutes_lately(
        {each.booking.group_id for each in same_time}, Timespan(now - LATELY, now)
    )
    dates = asked(application, standing_of([application]))
    rivals = [Rival(each, minutes[each.booking.group_id]) for each in rank_competing(same_time, minutes)]
    return Decision(
        application,
        dates,
        rivals if rival_ids else [],
        minutes[group_id],
        bookings.missed_lately(group_id, now - A_YEAR),
        instead_of(application, [each.occurrence for each in dates if not each.is_free]),
    )


def instead_of(
    application: Application, taken: Sequence[Occurrence]
) -> dict[int, list[tuple[Room, list[datetime]]]]:
    """Find what is free on the days of the dates that can't be given."""
    coming = [occurrence for occurrence in taken if occurrence.starts_at > clock.now()]
    if not coming:
        return {}
    booking = application.booking
    wish = BookingCriteria(
        people=booking.headcount,
        equipment=[(line.equipment, line.quantity) for line in booking.equipment],
        but_booking=booking.id,
    )
    others = [room for room in places.list_rooms() if room.id != booking.room_id]
    within = whole_days(coming[0].on_date, coming[-1].on_date)
    judgement = AvailabilityCheck([booking.room, *others], wish, within)
    return {each.id: judgement.instead(booking.room, each.span) for each in coming}


def rank_competing(applications: Sequence[Application], minutes: Mapping[int, int]) -> list[Application]:
    """Put competing applications in the order of § 6: fewer hours lately first, then the time of sending."""
    return sorted(
        applications,
        key=lambda each: (minutes.get(each.booking.group_id, 0), each.submitted_at, each.id),
    )


def list_waiting_in_closure(plan: ClosurePlan) -> Sequence[Application]:
    """List the waiting applications that ask for a room and time which a closure would shut."""
    closed = set(plan.resource_ids)
    room_ids = [room.id for room in places.list_rooms() if closed & set(room.held_ids())]
    return applications.list_requesting(room_ids, plan.span)
