"""Who may do what with an application: the same answer for the view and the page."""

from mal.applications.models import Application
from mal.applications.states import APPLICATIONS
from mal.bookings.models import Booking
from mal.bookings.states import Step
from mal.people.models import Account


def may_see(account: Account, application: Application) -> bool:
    """Let the group's leaders and the staff of the room's site read an application."""
    return leads(account, application.booking) or may_decide(account, application)


def leads(account: Account, booking: Booking) -> bool:
    """Tell whether someone leads the group of a booking."""
    return booking.group_id in account.group_ids


def may_decide(account: Account, application: Application) -> bool:
    """Let the staff of the room's site decide."""
    return account.works_at(application.booking.room.site_id)


def may_withdraw(account: Account, application: Application) -> bool:
    """Let leaders take back what waits for an answer."""
    return leads(account, application.booking) and APPLICATIONS.allows(application.state, Step.WITHDRAW)


def may_cancel(account: Account, application: Application) -> bool:
    """Let leaders and staff give up dates of what was given."""
    return may_see(account, application) and APPLICATIONS.allows(application.state, Step.CANCEL)
