"""Which letters a step calls for, and who reads them."""

from enum import StrEnum

from mal.bookings.states import Step


class LetterKind(StrEnum):
    """One kind of letter; its templates lie in a folder of this name."""

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


FOR_STAFF = frozenset({LetterKind.ASKED, LetterKind.WITHDRAWN_STAFF, LetterKind.CANCELLED_STAFF})

BY_STEP: dict[Step, tuple[LetterKind, ...]] = {
    Step.SUBMIT: (LetterKind.RECEIVED, LetterKind.ASKED),
    Step.APPROVE: (LetterKind.APPROVED,),
    Step.REFUSE: (LetterKind.REFUSED,),
    Step.WITHDRAW: (LetterKind.WITHDRAWN, LetterKind.WITHDRAWN_STAFF),
    Step.CANCEL: (LetterKind.CALLED_OFF,),
    Step.CONFIRM_USE: (),
    Step.MISS: (LetterKind.MISSED,),
}


def letter_kinds_for(step: Step, *, by_group: bool, told_by_approval: bool) -> tuple[LetterKind, ...]:
    """Choose the letters of a step; what the letter of an approval tells as well gets none of its own."""
    if told_by_approval:
        return ()
    if step is Step.CANCEL and by_group:
        return (LetterKind.CANCELLED, LetterKind.CANCELLED_STAFF)
    return BY_STEP[step]
