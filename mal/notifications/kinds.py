"""Which letters a step calls for, and who reads them."""

from enum import StrEnum

from mal.bookings.states import Step


class Kind(StrEnum):
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


FOR_STAFF = frozenset({Kind.ASKED, Kind.WITHDRAWN_STAFF, Kind.CANCELLED_STAFF})

BY_STEP: dict[Step, tuple[Kind, ...]] = {
    Step.SUBMIT: (Kind.RECEIVED, Kind.ASKED),
    Step.APPROVE: (Kind.APPROVED,),
    Step.REFUSE: (Kind.REFUSED,),
    Step.WITHDRAW: (Kind.WITHDRAWN, Kind.WITHDRAWN_STAFF),
    Step.CANCEL: (Kind.CALLED_OFF,),
    Step.CONFIRM_USE: (),
    Step.MISS: (Kind.MISSED,),
}


def kinds_for(step: Step, *, by_group: bool, told_by_approval: bool) -> tuple[Kind, ...]:
    """Choose the letters of a step; what the letter of an approval tells as well gets none of its own."""
    if told_by_approval:
        return ()
    if step is Step.CANCEL and by_group:
        return (Kind.CANCELLED, Kind.CANCELLED_STAFF)
    return BY_STEP[step]
