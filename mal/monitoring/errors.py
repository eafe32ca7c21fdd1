"""Rules about usage cards that a request can break, with their sentences."""

from flask_babel import lazy_gettext as _l

from mal.bookings.states import DateState
from mal.monitoring.usage_card import MAX_HEADCOUNT, MAX_NOTE_LENGTH, CardFault
from mal.shared.errors import RuleBroken

CARD_FAULTS = {
    CardFault.NOBODY_CAME: _l("Type how many people came. If nobody did, choose “No” above."),
    CardFault.SOMEBODY_CAME: _l("You said that the meeting did not take place: leave the numbers empty."),
    CardFault.OUT_OF_RANGE: _l("Type a whole number from %(min)d to %(max)d.", min=0, max=MAX_HEADCOUNT),
    CardFault.BANDS_OVER: _l("The ages add up to more people than came. Check the numbers."),
    CardFault.NOTE_TOO_LONG: _l("At most %(max)d characters, please.", max=MAX_NOTE_LENGTH),
}
STATES_WITHOUT_CARD = {
    DateState.ASKED: _l(
        "This date is still waiting for an answer, so there is nothing to tell about it yet."
    ),
    DateState.REFUSED: _l("This date was refused, so there is no card to fill in."),
    DateState.WITHDRAWN: _l("This date was withdrawn, so there is no card to fill in."),
    DateState.CANCELLED: _l("This date was cancelled, so there is no card to fill in."),
}


class NoCard(RuleBroken):
    """An occurrence in this state has no card."""

    def __init__(self, state: DateState) -> None:
        """Set the sentence for the reader, by the state."""
        super().__init__(STATES_WITHOUT_CARD[state])


class TooEarly(RuleBroken):
    """The meeting has not begun."""

    def __init__(self) -> None:
        """Set the sentence for the reader."""
        super().__init__(_l("The meeting has not begun yet. Come back when it is over."))


class BadCard(RuleBroken):
    """The values of the card contradict one another or are out of range."""

    status = 422

    def __init__(self, fault: CardFault) -> None:
        """Set the sentence for the reader, by the fault."""
        super().__init__(CARD_FAULTS[fault])
