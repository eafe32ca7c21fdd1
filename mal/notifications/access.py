"""Who may read which letters."""

from mal.notifications.models import Letter
from mal.people.models import Account


def may_read(account: Account, letter: Letter) -> bool:
    """Let staff read letters about the rooms of their own sites."""
    return account.works_at(letter.event.booking.room.site_id)


def sites_of(account: Account) -> set[int] | None:
    """Give the sites whose letters someone may read; `None` means all."""
    return None if account.is_coordinator else {post.site_id for post in account.posts}
