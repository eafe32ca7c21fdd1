"""What staff do at the desk beyond deciding. Nothing here commits or sees a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from mal.applications import queries as applications_kept
from mal.applications import service as applications
from mal.applications.models import Application
from mal.bookings import service as bookings
from mal.bookings.needs import booking_needs
from mal.people import service as people
from mal.people.models import Account
from mal.people.service import GroupProfile
from mal.places.models import Equipment, Room
from mal.shared.database import db
from mal.shared.errors import RuleBroken


class WantedByOthers(RuleBroken):
    """Someone else asks for the same time, so it is not given in passing."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("Someone else asks for the same time. Look at both before you answer."))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one of several applications; `broken` is what stopped it."""

    application_id: int
    title: str
    group: str
    broken: RuleBroken | None


def approve_together(chosen: Sequence[Application], *, by: Account) -> list[Outcome]:
    """Give all dates of several applications; what a rule or a rival stops is left as it was, the others stand.

    All that they need is queued up for at once, then their groups, so that two who decide never wait for
    one another.
    """
    bookings.lock_resources(need.resource_id for each in chosen for need in booking_needs(each.booking))
    bookings.bump_feed_version(each.booking.group_id for each in chosen)
    rivals = applications_kept.find_competing_ids([each.booking_id for each in chosen])
    return [approve_one(each, by=by, wanted=bool(rivals.get(each.booking_id))) for each in chosen]


def approve_one(application: Application, *, by: Account, wanted: bool) -> Outcome:
    """Give all dates of one of several applications, unless others want them; what fails leaves no trace."""
    booking, broken = application.booking, None
    title, group = booking.title, booking.group.name
    try:
        with db.session.begin_nested():
            if wanted:
                raise WantedByOthers
            applications.approve(application, by=by)
    except RuleBroken as stopped:
        broken = stopped
    return Outcome(application_id=application.id, title=title, group=group, broken=broken)


def already_made(form_key: str, room: Room, equipment: Sequence[tuple[Equipment, int]]) -> Application | None:
    """Queue up for what a meeting would hold, and give what the same form has made already.

    The second tap on the button waits here for the first.
    """
    bookings.lock_needs(room, equipment)
    return applications_kept.get_by_form_key(form_key)


def book_for_new_group(
    profile: GroupProfile, wish: Mapping[str, Any], *, form_key: str, staff: Account, note: str = ""
) -> Application:
    """Found a group for someone without an account and book for it at once; the same form does it once.

    Raises Taken.
    """
    kept = already_made(form_key, wish["room"], wish["equipment"])
    if kept is not None:
        return kept
    group = people.create_group(profile, None)
    request = applications.ApplicationInput(group=group, **wish)
    return applications.book_on_behalf(request, form_key=form_key, staff=staff, note=note)
