"""What a usage card may say: who came must agree with whether the meeting took place."""

from dataclasses import dataclass, field
from enum import StrEnum

BANDS = ("age_0_5", "age_6_12", "age_13_17", "age_18_59", "age_60_plus")
# More than any place or garden of ours holds: a slip of the finger.
MOST_PEOPLE = 2000
LONGEST_NOTE = 500


class Fault(StrEnum):
    """What is wrong with a card."""

    NOBODY_CAME = "nobody_came"
    SOMEBODY_CAME = "somebody_came"
    OUT_OF_RANGE = "out_of_range"
    BANDS_OVER = "bands_over"
    NOTE_TOO_LONG = "note_too_long"


@dataclass(frozen=True, slots=True)
class Card:
    """A filled card; a band that nobody counted is not there."""

    took_place: bool
    headcount: int = 0
    bands: dict[str, int] = field(default_factory=dict)
    note: str = ""


def faults(card: Card) -> dict[str, Fault]:
    """Say what is wrong, by the name of the field; nothing for a good card."""
    numbers = {"headcount": card.headcount, **card.bands}
    wrong = {name: Fault.OUT_OF_RANGE for name, number in numbers.items() if not 0 <= number <= MOST_PEOPLE}
    if len(card.note) > LONGEST_NOTE:
        wrong["note"] = Fault.NOTE_TOO_LONG
    if wrong:
        return wrong
    if not card.took_place:
        return {"headcount": Fault.SOMEBODY_CAME} if any(numbers.values()) else {}
    if card.headcount == 0:
        return {"headcount": Fault.NOBODY_CAME}
    if sum(card.bands.values()) > card.headcount:
        return {"headcount": Fault.BANDS_OVER}
    return {}
