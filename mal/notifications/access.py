"""Permissions on letters."""

from mal.notifications.models import Letter
from mal.people.models import Account


def may_read_letter(account: Account, letter: Letter) -> bool:
    """Return whether the account works at the site of the room that the letter is about."""
    return account.works_at(letter.event.booking.room.site_id)
