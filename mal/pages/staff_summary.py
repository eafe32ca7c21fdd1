"""The numbers that the staff's home shows: what waits, today's meetings, closures, days without attendance."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mal.applications import queries as applications
from mal.bookings import queries as bookings
from mal.monitoring.queries import usage_cards
from mal.places import queries as places
from mal.places.models import Closure, Site
from mal.shared import clock
from mal.shared.timespan import whole_day

MOST_COMING_CLOSURES = 3


@dataclass(frozen=True)
class SiteMeetings:
    """A site and the number of its meetings today."""

    site: Site
    meetings: int


@dataclass(frozen=True)
class StaffSummary:
    """What the staff's home shows for the sites that someone works at."""

    waiting: int
    overdue: int
    due_today: int
    sites: list[SiteMeetings]
    closures_today: list[Closure]
    closures_coming: list[Closure]
    uncounted_days: list[tuple[Site, date, int]]


def summarise(site_ids: Collection[int] | None) -> StaffSummary:
    """Count the day (Warsaw) at some sites (`None`: all), in a fixed number of statements."""
    today = clock.today()
    midnight = whole_day(today).end
    sites = places.list_sites(site_ids)
    site_of_room = {room.id: room.site_id for room in places.list_rooms()}
    meetings = Counter(
        site_of_room[each.room_id] for each in bookings.list_occurrences_in(whole_day(today), site_of_room)
    )
    closures = [
        each
        for each in places.list_upcoming_closures(clock.now())
        if any(each.affects_site(site.id) for site in sites)
    ]
    overdue = applications.count_waiting(site_ids, due_before=today)
    return StaffSummary(
        waiting=applications.count_waiting(site_ids),
        overdue=overdue,
        due_today=applications.count_waiting(site_ids, due_before=today + timedelta(days=1)) - overdue,
        sites=[SiteMeetings(site, meetings[site.id]) for site in sites],
        closures_today=[each for each in closures if each.starts_at < midnight],
        closures_coming=[each for each in closures if each.starts_at >= midnight][:MOST_COMING_CLOSURES],
        uncounted_days=list_uncounted_days(sites),
    )


def list_uncounted_days(sites: Sequence[Site]) -> list[tuple[Site, date, int]]:
    """List the days with meetings that are over and have no usage card, by site, the newest first."""
    by_id = {site.id: site for site in sites}
    missing = usage_cards.list_occurrences_without_card(by_id)
    days = Counter((each.booking.room.site_id, each.on_date) for each in missing)
    return [(by_id[site_id], day, number) for (site_id, day), number in days.items()]
