"""Permissions on usage cards and reports."""

from collections.abc import Iterable

from mal.bookings.models import Occurrence
from mal.people.models import Account
from mal.places.models import Site


def may_fill_card(account: Account, occurrence: Occurrence) -> bool:
    """Return whether the account leads the group or works at the site of the room."""
    booking = occurrence.booking
    return booking.group_id in account.group_ids or account.works_at(booking.room.site_id)


def readable_sites(account: Account, sites: Iterable[Site]) -> list[Site]:
    """Return those of the sites where the account works: it may read their figures."""
    return [site for site in sites if account.works_at(site.id)]
