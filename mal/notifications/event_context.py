"""An event of a booking with everything that its letters are composed from."""

from collections.abc import Sequence
from dataclasses import dataclass

from mal.applications import access
from mal.applications import queries as applications
from mal.applications.models import Application
from mal.bookings.models import BookingEvent, Occurrence
from mal.bookings.states import Step
from mal.notifications import queries


@dataclass(frozen=True)
class EventContext:
    """An event, its application (None for a booking without one) and the occurrences that it changed.

    `is_approved` is set for SUBMIT and REFUSE where dates of the same application have been approved; `refusal` is
    set for APPROVE where the same decision refused other dates.
    """

    event: BookingEvent
    application: Application | None
    occurrences: Sequence[Occurrence]
    is_approved: bool = False
    refusal: BookingEvent | None = None

    @property
    def by_group(self) -> bool:
        """Whether a leader of the group took the step, rather than staff or a closure."""
        return (
            self.event.closure is None
            and self.event.actor is not None
            and access.leads(self.event.actor, self.event.booking)
        )

    @property
    def is_covered_by_approval(self) -> bool:
        """Whether the letter about the approval tells about this step, too.

        A decision is answered by one letter, so that covers the dates refused beside approved ones; and an
        application that staff enter and approve at once needs no confirmation that it was received.
        """
        by_staff = self.application is not None and self.application.entered_by_id is not None
        step = self.event.step
        return self.is_approved and (step is Step.REFUSE or (step is Step.SUBMIT and by_staff))

    @property
    def refused_occurrences(self) -> Sequence[Occurrence]:
        """The occurrences that a decision refused, whole or in part; none for other steps."""
        if self.refusal is not None:
            return changed_occurrences(self.refusal)
        return self.occurrences if self.event.step is Step.REFUSE else []


def load_event_context(event_id: int) -> EventContext | None:
    """Load an event with its context; None if there is no such event."""
    event = queries.get_event(event_id)
    if event is None:
        return None
    step, booking_id = event.step, event.booking_id
    follows_approval = step in {Step.SUBMIT, Step.REFUSE}
    return EventContext(
        event,
        applications.get_by_booking(booking_id),
        changed_occurrences(event),
        follows_approval and queries.get_first_event(booking_id, Step.APPROVE) is not None,
        queries.get_first_event(booking_id, Step.REFUSE) if step is Step.APPROVE else None,
    )


def changed_occurrences(event: BookingEvent) -> list[Occurrence]:
    """Return the occurrences of an event by start; without those that were marked as missed already."""
    changed = [date for date in event.dates if event.step is not Step.MISS or date.before is not date.after]
    return sorted((date.occurrence for date in changed), key=lambda occurrence: occurrence.starts_at)
