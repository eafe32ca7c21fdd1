"""Taking in applications: from the group's own form, or entered by staff for someone on the phone.

Nothing here commits, sends or sees a request.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mal.applications import drafts, queries, service
from mal.applications.errors import NothingChosen
from mal.applications.models import Application
from mal.bookings import service as bookings
from mal.bookings.models import Booking, BookingEquipment, Occurrence, Visibility
from mal.bookings.states import DateState, Step
from mal.people import service as people
from mal.people.models import Account, Group
from mal.people.service import GroupProfile
from mal.places import holidays
from mal.places.models import Equipment, Room
from mal.regulations.models import Regulation
from mal.regulations.queries import get_policy
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan
from mal.shared.working_days import add_working_days


@dataclass(frozen=True, kw_only=True)
class ApplicationInput:
    """What is asked for, as the form gives it."""

    group: Group
    room: Room
    spans: Sequence[Timespan]
    title: str
    activity: str
    headcount: int
    visibility: Visibility
    purpose: str = ""
    audience: Sequence[str] = ()
    minors: bool = False
    access_needs: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    message: str = ""
    equipment: Sequence[tuple[Equipment, int]] = ()


def find_duplicate_submission(
    form_key: str, room: Room, spans: Sequence[Timespan]
) -> tuple[str, Application | None]:
    """Find what a form has sent already, by its key; where another window sent something else, by a key of its own."""
    sent, asked = queries.get_by_form_key(form_key), {span.start.timestamp() for span in spans}
    kept = set() if sent is None else {each.starts_at.timestamp() for each in sent.booking.occurrences}
    if sent is None or (sent.booking.room_id, kept) == (room.id, asked):
        return form_key, sent
    own = hashlib.sha256(f"{form_key} {room.id} {sorted(asked)}".encode()).hexdigest()
    return own, queries.get_by_form_key(own)


def submit(
    request: ApplicationInput,
    *,
    form_key: str,
    applicant: Account | None,
    regulation: Regulation | None,
    entered_by: Account | None = None,
) -> Application:
    """Take in an application; the same form sent twice gives the first one back."""
    # Also a lock: the second tap on the button waits here, and then finds what the first has made.
    bookings.bump_feed_version([request.group.id])
    own_key, kept = find_duplicate_submission(form_key, request.room, request.spans)
    if kept is not None:
        return kept
    if not request.spans:
        raise NothingChosen
    now, today = clock.now(), clock.today()
    application = Application(
        booking=make_booking(request),
        applicant_id=None if applicant is None else applicant.id,
        entered_by_id=None if entered_by is None else entered_by.id,
        regulation_id=None if regulation is None else regulation.id,
        form_key=own_key,
        message=request.message,
        submitted_at=now,
        reply_due=add_working_days(today, get_policy(today).reply_working_days, holidays.is_working_day),
    )
    db.session.add(application)
    db.session.flush()
    by = entered_by or applicant
    db.session.add(application.take(Step.SUBMIT, application.booking.occurrences, by=by))
    if applicant is not None:
        drafts.delete_draft(form_key, applicant)
    db.session.flush()
    return application


def make_booking(request: ApplicationInput) -> Booking:
    """Make the booking that an application asks for, with a row for each date."""
    now = clock.now()
    return Booking(
        group=request.group,
        room=request.room,
        title=request.title,
        purpose=request.purpose,
        activity=request.activity,
        audience=list(request.audience),
        visibility=request.visibility,
        headcount=request.headcount,
        minors=request.minors,
        access_needs=request.access_needs,
        contact_name=request.contact_name,
        contact_phone=request.contact_phone,
        created_at=now,
        occurrences=[
            Occurrence(
                room_id=request.room.id,
                starts_at=span.start,
                ends_at=span.end,
                on_date=span.local_day,
                state=DateState.ASKED,
                sequence=0,
                created_at=now,
                changed_at=now,
            )
            for span in sorted(request.spans)
        ],
        equipment=[
            BookingEquipment(equipment=item, quantity=quantity) for item, quantity in request.equipment
        ],
        events=[],
    )


def book_on_behalf(
    request: ApplicationInput, *, form_key: str, staff: Account, note: str = ""
) -> Application:
    """Enter and give at once what someone asked for by phone or in person: the same path, the same guard.

    Raises Taken.
    """
    bookings.lock_needs(request.room, request.equipment)
    application = submit(request, form_key=form_key, applicant=None, regulation=None, entered_by=staff)
    if application.can(Step.APPROVE):
        service.approve(application, by=staff, note=note)
    return application


def find_duplicate_booking(
    form_key: str, room: Room, equipment: Sequence[tuple[Equipment, int]]
) -> Application | None:
    """Queue up for what a meeting would hold, and give what the same form has made already.

    The second tap on the button waits here for the first.
    """
    bookings.lock_needs(room, equipment)
    return queries.get_by_form_key(form_key)


def book_for_new_group(
    profile: GroupProfile, wish: Mapping[str, Any], *, form_key: str, staff: Account, note: str = ""
) -> Application:
    """Found a group for someone without an account and book for it at once; the same form does it once.

    Raises Taken.
    """
    kept = find_duplicate_booking(form_key, wish["room"], wish["equipment"])
    if kept is not None:
        return kept
    group = people.create_group(profile, None)
    request = ApplicationInput(group=group, **wish)
    return book_on_behalf(request, form_key=form_key, staff=staff, note=note)
