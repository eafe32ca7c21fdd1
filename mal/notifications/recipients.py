"""Who gets the letters about an event."""

from collections.abc import Iterable
from dataclasses import dataclass

from mal.notifications.event_context import EventContext
from mal.notifications.letter_kinds import STAFF_KINDS, LetterKind
from mal.people import queries as people
from mal.people.models import Account
from mal.shared import i18n
from mal.shared.text import clean_line


@dataclass(frozen=True)
class Recipient:
    """An e-mail address with its display name and the language of its letters."""

    address: str
    name: str
    locale: str


def list_recipients(kind: LetterKind, context: EventContext) -> list[Recipient]:
    """Return the recipients of a letter: staff of the room's site, or the leaders of the group and the applicant.

    A group without an account, which asked by phone, gets it at the address that staff entered, if any.
    """
    booking = context.event.booking
    if kind in STAFF_KINDS:
        return unique_recipients(people.list_staff([booking.room.site_id]))
    accounts = list(people.list_leaders(booking.group_id))
    applicant = None if context.application is None else context.application.applicant
    if applicant is not None and applicant.disabled_at is None:
        accounts.append(applicant)
    if accounts or not booking.group.email:
        return unique_recipients(accounts)
    return [Recipient(clean_line(booking.group.email), clean_line(booking.group.name), i18n.FIRST)]


def unique_recipients(accounts: Iterable[Account]) -> list[Recipient]:
    """Return one recipient for each address; an account whose language has no catalogue gets Polish letters."""
    recipients: dict[str, Recipient] = {}
    for account in accounts:
        locale = account.locale if account.locale in i18n.LANGUAGES else i18n.FIRST
        recipient = Recipient(clean_line(account.email), clean_line(account.name), locale)
        recipients.setdefault(recipient.address.lower(), recipient)
    return list(recipients.values())
