"""Who fills cards and who reads which figures: the same answer for the view and the page."""

from collections.abc import Iterable

from mal.bookings.models import Occurrence
from mal.people.models import Account
from mal.places.models import Site


def may_fill(account: Account, occurrence: Occurrence) -> bool:
    """Let the group's leaders and the staff of the room's site fill the card."""
    booking = occurrence.booking
    return booking.group_id in account.group_ids or account.works_at(booking.room.site_id)


def readable_sites(account: Account, sites: Iterable[Site]) -> list[Site]:
    """Choose the sites whose figures someone may read: those where they work."""
    return [site for site in sites if account.works_at(site.id)]
