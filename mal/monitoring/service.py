"""Filling in and correcting usage cards."""

from collections.abc import Mapping

from mal.bookings import service as bookings
from mal.bookings.models import Occurrence
from mal.bookings.needs import booking_needs
from mal.bookings.states import DATES, Step
from mal.monitoring.errors import BadCard, NoCard, TooEarly
from mal.monitoring.models import UsageCard
from mal.monitoring.queries.usage_cards import attendance_by_occurrence, get_card
from mal.monitoring.usage_card import AGE_BANDS, CardInput, find_card_faults
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db


def check_card_allowed(occurrence: Occurrence) -> None:
    """Check that an occurrence can have a card now.

    Raises NoCard, TooEarly.
    """
    if not DATES.allows(occurrence.state, Step.CONFIRM_USE):
        raise NoCard(occurrence.state)
    if occurrence.starts_at > clock.now():
        raise TooEarly


def fill_card(occurrence: Occurrence, card: CardInput, *, by: Account) -> UsageCard:
    """Store the card of an occurrence, or correct it, and record a step; an identical card is stored once.

    Locks the booking's resources and its group, so that two people who fill in one card do so one after the other
    and the calendar feeds notice. Raises NoCard, TooEarly, BadCard.
    """
    for fault in find_card_faults(card).values():
        raise BadCard(fault)
    booking = bookings.lock_and_refresh(occurrence.booking)
    refreshed = next(each for each in booking.occurrences if each.id == occurrence.id)
    check_card_allowed(refreshed)
    stored = get_card(refreshed.id)
    if stored is not None and to_card_input(stored) == card:
        return stored
    step = Step.CONFIRM_USE if card.took_place else Step.MISS
    db.session.add(booking.take(step, [refreshed], by=by))
    bookings.bump_feed_version([booking.group_id])
    return store_card(stored or UsageCard(occurrence_id=refreshed.id), card, by)


def record_attendance(headcounts: Mapping[Occurrence, int], *, by: Account) -> int:
    """Fill in the cards of several occurrences from their headcounts; return how many were filled in.

    A headcount of 0 means that the meeting did not take place; a card that exists already stays as it is. Locks all
    resources and groups at first, in order. Raises NoCard, TooEarly, BadCard.
    """
    bookings.lock_resources(
        need.resource_id for occurrence in headcounts for need in booking_needs(occurrence.booking)
    )
    bookings.bump_feed_version(occurrence.booking.group_id for occurrence in headcounts)
    filled = attendance_by_occurrence([occurrence.id for occurrence in headcounts])
    missing = {occurrence: number for occurrence, number in headcounts.items() if occurrence.id not in filled}
    for occurrence, number in missing.items():
        fill_card(occurrence, CardInput(number > 0, number), by=by)
    return len(missing)


def store_card(stored: UsageCard, card: CardInput, by: Account) -> UsageCard:
    """Set the values of a card's row, add it to the session and return it."""
    stored.took_place = card.took_place
    stored.headcount = card.headcount
    for band in AGE_BANDS:
        setattr(stored, band, card.bands.get(band))
    stored.note = card.note
    stored.filled_by_id = by.id
    stored.filled_at = clock.now()
    db.session.add(stored)
    return stored


def to_card_input(stored: UsageCard) -> CardInput:
    """Return the values of a stored card."""
    numbers = {band: getattr(stored, band) for band in AGE_BANDS}
    bands = {band: number for band, number in numbers.items() if number is not None}
    return CardInput(stored.took_place, stored.headcount, bands, stored.note)
