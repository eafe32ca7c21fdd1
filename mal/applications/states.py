"""The life of an application."""

from enum import StrEnum

from mal.bookings.states import Step
from mal.shared.state_machine import StateMachine


class ApplicationState(StrEnum):
    """Where an application stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = ApplicationState

APPLICATIONS: StateMachine[ApplicationState, Step] = StateMachine(
    {
        (S.WAITING, Step.SUBMIT): S.WAITING,
        (S.WAITING, Step.APPROVE): S.APPROVED,
        (S.WAITING, Step.REFUSE): S.REFUSED,
        (S.WAITING, Step.WITHDRAW): S.WITHDRAWN,
        # Single dates of what was given can be given back; the answer stays what it was.
        (S.APPROVED, Step.CANCEL): S.APPROVED,
    }
)
