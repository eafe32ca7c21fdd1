"""Which letters a step of a booking calls for."""

from enum import StrEnum

from mal.bookings.states import Step


class LetterKind(StrEnum):
    """Kind of a letter; the value is stored with the letter and names the folder of its templates."""

    RECEIVED = "received"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_STAFF = "withdrawn_staff"
    CANCELLED = "cancelled"
    CANCELLED_STAFF = "cancelled_staff"
    CALLED_OFF = "called_off"
    MISSED = "missed"


STAFF_KINDS = frozenset({LetterKind.ASKED, LetterKind.WITHDRAWN_STAFF, LetterKind.CANCELLED_STAFF})

KINDS_BY_STEP: dict[Step, tuple[LetterKind, ...]] = {
    Step.SUBMIT: (LetterKind.RECEIVED, LetterKind.ASKED),
    Step.APPROVE: (LetterKind.APPROVED,),
    Step.REFUSE: (LetterKind.REFUSED,),
    Step.WITHDRAW: (LetterKind.WITHDRAWN, LetterKind.WITHDRAWN_STAFF),
    Step.CANCEL: (LetterKind.CALLED_OFF,),
    Step.CONFIRM_USE: (),
    Step.MISS: (LetterKind.MISSED,),
}


def letter_kinds_for(step: Step, *, by_group: bool, is_covered_by_approval: bool) -> tuple[LetterKind, ...]:
    """Return the kinds of letters for a step, in the order in which they are composed.

    `by_group` tells a group's own cancellation from one by staff; a step that the letter of an approval covers has
    no letter of its own.
    """
    if is_covered_by_approval:
        return ()
    if step is Step.CANCEL and by_group:
        return (LetterKind.CANCELLED, LetterKind.CANCELLED_STAFF)
    return KINDS_BY_STEP[step]
