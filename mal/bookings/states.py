"""The states of an occurrence and the steps between them."""

from enum import StrEnum

from mal.shared.state_machine import StateMachine


class DateState(StrEnum):
    """The states of an occurrence."""

    ASKED = "asked"
    PLANNED = "planned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    TOOK_PLACE = "took_place"
    NO_SHOW = "no_show"


class Step(StrEnum):
    """What somebody does with an application or its occurrences; also the `step` of the event row."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    CONFIRM_USE = "confirm_use"
    MISS = "miss"


D = DateState

DATES: StateMachine[DateState, Step] = StateMachine(
    {
        (D.ASKED, Step.SUBMIT): D.ASKED,
        (D.ASKED, Step.APPROVE): D.PLANNED,
        (D.ASKED, Step.REFUSE): D.REFUSED,
        (D.ASKED, Step.WITHDRAW): D.WITHDRAWN,
        (D.PLANNED, Step.CANCEL): D.CANCELLED,
        (D.PLANNED, Step.CONFIRM_USE): D.TOOK_PLACE,
        (D.PLANNED, Step.MISS): D.NO_SHOW,
        # A usage card can be corrected; what is held stays as it was.
        (D.TOOK_PLACE, Step.CONFIRM_USE): D.TOOK_PLACE,
        (D.TOOK_PLACE, Step.MISS): D.NO_SHOW,
        (D.NO_SHOW, Step.CONFIRM_USE): D.TOOK_PLACE,
        (D.NO_SHOW, Step.MISS): D.NO_SHOW,
    }
)

# States in which an occurrence holds its room and equipment.
HOLDING = (D.PLANNED, D.TOOK_PLACE, D.NO_SHOW)
