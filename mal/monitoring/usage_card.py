"""The rule of usage cards: who came must agree with whether the meeting took place."""

from dataclasses import dataclass, field
from enum import StrEnum

AGE_BANDS = ("age_0_5", "age_6_12", "age_13_17", "age_18_59", "age_60_plus")
# More people than any room or garden holds: a larger number is a typing error.
MAX_HEADCOUNT = 2000
MAX_NOTE_LENGTH = 500


class CardFault(StrEnum):
    """What makes a card invalid."""

    NOBODY_CAME = "nobody_came"
    SOMEBODY_CAME = "somebody_came"
    OUT_OF_RANGE = "out_of_range"
    BANDS_OVER = "bands_over"
    NOTE_TOO_LONG = "note_too_long"


@dataclass(frozen=True, slots=True)
class CardInput:
    """The values of a card; `bands` holds only the age bands that somebody counted."""

    took_place: bool
    headcount: int = 0
    bands: dict[str, int] = field(default_factory=dict)
    note: str = ""


def find_card_faults(card: CardInput) -> dict[str, CardFault]:
    """Return the faults of a card by the name of the field; a valid card has none."""
    numbers = {"headcount": card.headcount, **card.bands}
    faults = {
        name: CardFault.OUT_OF_RANGE for name, number in numbers.items() if not 0 <= number <= MAX_HEADCOUNT
    }
    if len(card.note) > MAX_NOTE_LENGTH:
        faults["note"] = CardFault.NOTE_TOO_LONG
    if faults:
        return faults
    if not card.took_place:
        return {"headcount": CardFault.SOMEBODY_CAME} if any(numbers.values()) else {}
    if card.headcount == 0:
        return {"headcount": CardFault.NOBODY_CAME}
    if sum(card.bands.values()) > card.headcount:
        return {"headcount": CardFault.BANDS_OVER}
    return {}
