"""Who may read which letters."""

from mal.notifications.models import Letter
from mal.people.models import Account


def may_read_letter(account: Account, letter: Letter) -> bool:
    """Let staff read letters about the rooms of their own sites."""
    return account.works_at(letter.event.booking.room.site_id)
