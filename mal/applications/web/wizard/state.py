"""The way through the pages of asking: each carries in its address what was chosen so far."""

from typing import Any

from flask import request, session, url_for

from mal.applications import availability_check, drafts, queries
from mal.applications.access import leads
from mal.applications.models import Application, ApplicationDraft
from mal.applications.web.wizard import query_string
from mal.applications.web.wizard.forms import RequestedDates
from mal.people.auth import current_account
from mal.people.models import Group
from mal.places import queries as places
from mal.places.models import Room
from mal.shared.text import parse_id
from mal.shared.web import get_or_404

# The pages by the last part of their address; a draft says at which one it opens.
PAGES = {
    "nowy": "wizard.new",
    "sale": "wizard.rooms",
    "terminy": "wizard.dates",
    "opis": "wizard.details",
}
# Which draft this browser is filling in, so that going back and on again finds it.
OPEN_DRAFT = "szkic"


def wizard_query(endpoint: str, **changes: object) -> str:
    """Lead to another page of the same wish: the address carries it along, and nothing else."""
    kept: dict[str, Any] = {name: request.args.getlist(name) for name, _ in kept_fields()} | changes
    return url_for(endpoint, **{name: value for name, value in kept.items() if value not in (None, "", [""])})


def kept_fields(*but: str) -> list[tuple[str, str]]:
    """List what the address says of the wish, for the hidden fields of a form that adds to it."""
    known = (
        each
        for each in request.args.items(multi=True)
        if each[0] == OPEN_DRAFT or query_string.is_known_param(each[0])
    )
    return [(name, value) for name, value in known if name not in but]


def number_in_address(name: str) -> int | None:
    """Read an id from the address, if it can be one."""
    return parse_id(request.args.get(name, ""))


def room_in_address() -> Room | None:
    """Find the room that the address names, if it names one."""
    number = number_in_address("sala")
    return None if number is None else places.get_room(number)


def chosen_room() -> Room:
    """Find the room that the address must name by now."""
    room: Room = get_or_404(room_in_address())
    return room


def criteria_from_request(
    plan: RequestedDates, group: Group | None = None
) -> availability_check.BookingCriteria:
    """Turn a plan into what has to be judged."""
    return availability_check.BookingCriteria(
        people=plan.people,
        equipment=plan.equipment,
        group_id=None if group is None else group.id,
        is_series=plan.is_series,
    )


def repeated_application() -> Application | None:
    """Find the earlier application that this one repeats, if the person who asks may repeat it."""
    number, account = number_in_address("wzor"), current_account()
    last = None if number is None or account is None else queries.get_application(number)
    return last if last is not None and account is not None and leads(account, last.booking) else None


def open_draft() -> ApplicationDraft | None:
    """Find the draft that is being filled in: the one that the address names, or this browser's own."""
    account, named = current_account(), number_in_address(OPEN_DRAFT)
    number = named or session.get(OPEN_DRAFT)
    draft = None if account is None or number is None else queries.get_draft(number, drafts.retention_start())
    if draft is None or account is None or draft.account_id != account.id:
        return None
    # What was typed for another pattern is not put over this one.
    same = query_string.parse_query_string(draft.address).get("wzor", [""])[0] == request.args.get("wzor", "")
    return draft if named is not None or same else None
