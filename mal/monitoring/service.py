"""What people do after a meeting."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from mal.bookings import service as bookings
from mal.bookings.models import Occurrence
from mal.bookings.needs import booking_needs
from mal.bookings.states import DATES, DateState, Step
from mal.monitoring import queries
from mal.monitoring.models import UsageCard
from mal.monitoring.usage_card import BANDS, LONGEST_NOTE, MOST_PEOPLE, Card, Fault, faults
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.errors import RuleBroken

FAULTS = {
    Fault.NOBODY_CAME: _l("Type how many people came. If nobody did, choose “No” above."),
    Fault.SOMEBODY_CAME: _l("You said that the meeting did not take place: leave the numbers empty."),
    Fault.OUT_OF_RANGE: _l("Type a whole number from 0 to %(most)d.", most=MOST_PEOPLE),
    Fault.BANDS_OVER: _l("The ages add up to more people than came. Check the numbers."),
    Fault.NOTE_TOO_LONG: _l("At most %(max)d characters, please.", max=LONGEST_NOTE),
}
NO_CARD = {
    DateState.ASKED: _l(
        "This date is still waiting for an answer, so there is nothing to tell about it yet."
    ),
    DateState.REFUSED: _l("This date was refused, so there is no card to fill in."),
    DateState.WITHDRAWN: _l("This date was withdrawn, so there is no card to fill in."),
    DateState.CANCELLED: _l("This date was cancelled, so there is no card to fill in."),
}


class NoCard(RuleBroken):
    """There is nothing to tell about this date."""

    def __init__(self, state: DateState) -> None:
        """Say why."""
        super().__init__(NO_CARD[state])


class TooEarly(RuleBroken):
    """The meeting has not begun."""

    def __init__(self) -> None:
        """Say when to come back."""
        super().__init__(_l("The meeting has not begun yet. Come back when it is over."))


class BadCard(RuleBroken):
    """What the card says cannot be."""

    status = 422

    def __init__(self, fault: Fault) -> None:
        """Say why."""
        super().__init__(FAULTS[fault])


def make_sure_of_card(occurrence: Occurrence) -> None:
    """Make sure that a date can have a card now.

    Raises NoCard, TooEarly.
    """
    if not DATES.allows(occurrence.state, Step.CONFIRM_USE):
        raise NoCard(occurrence.state)
    if occurrence.starts_at > clock.now():
        raise TooEarly


def fill_card(occurrence: Occurrence, card: Card, *, by: Account) -> UsageCard:
    """Tell what became of a date, or put right what was told; the same card sent twice is one.

    Raises NoCard, TooEarly, BadCard: then nothing is kept.
    """
    for fault in faults(card).values():
        raise BadCard(fault)
    # Feeds carry the number of changes of a date, so they are told, and two who fill one card queue up.
    booking = bookings.lock_and_refresh(occurrence.booking)
    date = next(each for each in booking.occurrences if each.id == occurrence.id)
    make_sure_of_card(date)
    kept = queries.card(date.id)
    if kept is not None and as_card(kept) == card:
        return kept
    step = Step.CONFIRM_USE if card.took_place else Step.MISS
    db.session.add(booking.take(step, [date], by=by))
    bookings.bump_feed_version([booking.group_id])
    return write(kept or UsageCard(occurrence_id=date.id), card, by)


def count_day(counted: Mapping[Occurrence, int], *, by: Account) -> int:
    """Fill the cards of several dates with how many people came, and give how many were filled.

    Nobody means that the meeting did not take place; a card that someone has filled meanwhile stays as it is.

    Raises NoCard, TooEarly, BadCard: then nothing is kept.
    """
    bookings.lock_resources(need.resource_id for date in counted for need in booking_needs(date.booking))
    bookings.bump_feed_version(date.booking.group_id for date in counted)
    filled = queries.heads([date.id for date in counted])
    wanted = {date: number for date, number in counted.items() if date.id not in filled}
    for date, number in wanted.items():
        fill_card(date, Card(number > 0, number), by=by)
    return len(wanted)


def write(kept: UsageCard, card: Card, by: Account) -> UsageCard:
    """Write a card down."""
    kept.took_place = card.took_place
    kept.headcount = card.headcount
    for band in BANDS:
        setattr(kept, band, card.bands.get(band))
    kept.note = card.note
    kept.filled_by_id = by.id
    kept.filled_at = clock.now()
    db.session.add(kept)
    return kept


def as_card(kept: UsageCard) -> Card:
    """Read a card that was written down."""
    counted = {band: getattr(kept, band) for band in BANDS}
    bands = {band: number for band, number in counted.items() if number is not None}
    return Card(kept.took_place, kept.headcount, bands, kept.note)
