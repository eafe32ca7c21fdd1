"""Who may change closures: the same answer for the view and the page."""

from mal.people.models import Account
from mal.places.models import Closure


def may_reopen(account: Account, closure: Closure) -> bool:
    """Return whether an account works where the closure lies; only the coordinator may reopen everything."""
    if closure.room is not None:
        return account.works_at(closure.room.site_id)
    return account.works_at(closure.site_id)
