"""Steps taken with applications: decisions, withdrawal, cancellation. Nothing here commits or sees a request."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mal.applications import queries
from mal.applications.errors import AlreadyDecided, NothingChosen, WantedByOthers
from mal.applications.models import Application
from mal.bookings import service as bookings
from mal.bookings.models import Booking, BookingEvent, Occurrence
from mal.bookings.needs import booking_needs
from mal.bookings.states import DATES, DateState, Step
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.errors import RuleBroken
from mal.shared.state_machine import StepNotAllowed


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


@dataclass(frozen=True, kw_only=True)
class ApprovalResult:
    """What became of one of several applications; `broken` is what stopped it."""

    application_id: int
    title: str
    group: str
    broken: RuleBroken | None


def approve_several(chosen: Sequence[Application], *, by: Account) -> list[ApprovalResult]:
    """Give all dates of several applications; what a rule or a rival stops is left as it was, the others stand.

    All that they need is queued up for at once, then their groups, so that two who decide never wait for
    one another.
    """
    bookings.lock_resources(need.resource_id for each in chosen for need in booking_needs(each.booking))
    bookings.bump_feed_version(each.booking.group_id for each in chosen)
    rivals = queries.find_competing_ids([each.booking_id for each in chosen])
    return [approve_one(each, by=by, wanted=bool(rivals.get(each.booking_id))) for each in chosen]


def approve_one(application: Application, *, by: Account, wanted: bool) -> ApprovalResult:
    """Give all dates of one of several applications, unless others want them; what fails leaves no trace."""
    booking, broken = application.booking, None
    title, group = booking.title, booking.group.name
    try:
        with db.session.begin_nested():
            if wanted:
                raise WantedByOthers
            approve(application, by=by)
    except RuleBroken as stopped:
        broken = stopped
    return ApprovalResult(application_id=application.id, title=title, group=group, broken=broken)
