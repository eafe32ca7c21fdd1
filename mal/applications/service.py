"""What people do with applications. Nothing here commits, sends or sees a request."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from mal.applications import drafts, queries
from mal.applications.models import Application
from mal.bookings import service as bookings
from mal.bookings.models import Booking, BookingEquipment, BookingEvent, Occurrence, Visibility
from mal.bookings.states import DATES, DateState, Step
from mal.people.models import Account, Group
from mal.places import holidays
from mal.places.models import Equipment, Room
from mal.regulations.models import Regulation
from mal.regulations.queries import get_policy
from mal.shared import clock
from mal.shared.database import db
from mal.shared.errors import RuleBroken
from mal.shared.state_machine import StepNotAllowed
from mal.shared.timespan import Timespan
from mal.shared.working_days import add_working_days


class AlreadyDecided(RuleBroken):
    """Someone else has taken a step in the meantime."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("Someone has already answered this application. See what it says now."))


class NothingChosen(RuleBroken):
    """A step about dates without any date."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("Choose at least one date."))


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


def lock_application(application: Application) -> Booking:
    """Queue up for what an application asks for and read both afresh."""
    booking = bookings.lock_and_refresh(application.booking)
    db.session.refresh(application)
    return booking


def select_occurrences(booking: Booking, ids: Collection[int] | None, step: Step) -> list[Occurrence]:
    """Choose the dates of a step among those that it can be taken with; `None` means all of them.

    Raises NothingChosen.
    """
    dates = [
        occurrence
        for occurrence in booking.occurrences
        if DATES.allows(occurrence.state, step) and (ids is None or occurrence.id in ids)
    ]
    if not dates:
        raise NothingChosen
    return dates


def record_step(
    application: Application,
    step: Step,
    dates: Sequence[Occurrence],
    *,
    by: Account | None,
    note: str = "",
    reason: str = "",
) -> BookingEvent:
    """Take a step with an application whose booking is locked.

    Raises AlreadyDecided when the state does not allow it any more.
    """
    try:
        event = application.take(step, dates, by=by, note=note, reason=reason)
    except StepNotAllowed:
        raise AlreadyDecided from None
    db.session.add(event)
    return event


def still_waiting(application: Application, step: Step) -> Booking:
    """Lock what an application asks for and make sure that the step can still be taken.

    Raises AlreadyDecided.
    """
    booking = lock_application(application)
    if not application.can(step):
        raise AlreadyDecided
    return booking


def record_decision(application: Application, by: Account | None, answer: str) -> None:
    """Keep who answered, when and with which words."""
    application.decided_at = clock.now()
    application.decided_by_id = None if by is None else by.id
    application.answer = answer


def approve(
    application: Application,
    *,
    by: Account | None,
    dates: Collection[int] | None = None,
    note: str = "",
    reason_for_rest: str = "slot_taken",
) -> BookingEvent:
    """Give all dates or the chosen ones; the rest is refused with a reason.

    Raises AlreadyDecided, NothingChosen, or Taken when anything is no longer free: then nothing is changed.
    """
    booking = still_waiting(application, Step.APPROVE)
    given = select_occurrences(booking, dates, Step.APPROVE)
    bookings.allocate(booking, given)
    event = record_step(application, Step.APPROVE, given, by=by, note=note)
    rest = [occurrence for occurrence in booking.occurrences if occurrence.state is DateState.ASKED]
    if rest:
        db.session.add(booking.take(Step.REFUSE, rest, by=by, note=note, reason=reason_for_rest))
    record_decision(application, by, note)
    bookings.bump_feed_version([booking.group_id])
    return event


def refuse(application: Application, *, by: Account | None, reason: str, note: str = "") -> BookingEvent:
    """Refuse with a reason from the dictionary.

    Raises AlreadyDecided.
    """
    booking = still_waiting(application, Step.REFUSE)
    dates = select_occurrences(booking, None, Step.REFUSE)
    event = record_step(application, Step.REFUSE, dates, by=by, note=note, reason=reason)
    application.refusal_reason = reason
    record_decision(application, by, note)
    bookings.bump_feed_version([booking.group_id])
    return event


def withdraw(application: Application, *, by: Account, note: str = "") -> BookingEvent:
    """Take back what waits for an answer.

    Raises AlreadyDecided.
    """
    booking = still_waiting(application, Step.WITHDRAW)
    dates = select_occurrences(booking, None, Step.WITHDRAW)
    event = record_step(application, Step.WITHDRAW, dates, by=by, note=note)
    bookings.bump_feed_version([booking.group_id])
    return event


def cancel_dates(
    application: Application,
    dates: Collection[int],
    *,
    by: Account,
    reason: str = "",
    note: str = "",
) -> BookingEvent:
    """Give up dates that were given and have not begun.

    Raises AlreadyDecided, NothingChosen.
    """
    booking = still_waiting(application, Step.CANCEL)
    now = clock.now()
    to_come = {
        occurrence.id
        for occurrence in booking.occurrences
        if occurrence.id in dates and occurrence.starts_at > now
    }
    given_up = select_occurrences(booking, to_come, Step.CANCEL)
    return bookings.cancel_occurrences(booking, given_up, by=by, reason=reason, note=note)


def book_on_behalf(
    request: ApplicationInput, *, form_key: str, staff: Account, note: str = ""
) -> Application:
    """Enter and give at once what someone asked for by phone or in person: the same path, the same guard.

    Raises Taken.
    """
    bookings.lock_needs(request.room, request.equipment)
    application = submit(request, form_key=form_key, applicant=None, regulation=None, entered_by=staff)
    if application.can(Step.APPROVE):
        approve(application, by=staff, note=note)
    return application


def reorder(applications: Sequence[Application], minutes: Mapping[int, int]) -> list[Application]:
    """Put competing applications in the order of § 6: fewer hours lately first, then the time of sending."""
    return sorted(
        applications,
        key=lambda each: (minutes.get(each.booking.group_id, 0), each.submitted_at, each.id),
    )
