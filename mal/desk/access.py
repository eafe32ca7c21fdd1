"""Who may do what at the desk: the same answer for the view and the page."""

from mal.people.models import Account
from mal.places.models import Closure


def may_see_site(account: Account, site_id: int) -> bool:
    """Let people who work at a site see its day."""
    return account.works_at(site_id)


def may_lift(account: Account, closure: Closure) -> bool:
    """Let people who work at the place open it again; only the coordinator opens everything."""
    if closure.room is not None:
        return account.works_at(closure.room.site_id)
    return account.works_at(closure.site_id)
