"""Letters, written from event rows in the language of whoever reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale, get_locale

from mal.applications import access
from mal.applications import queries as applications
from mal.applications.availability_check import BookingCriteria, judged
from mal.applications.labels import CANCEL_REASONS, REFUSAL_EXPLANATIONS, REFUSALS
from mal.applications.models import Application
from mal.bookings.models import BookingEvent, Occurrence, Visibility
from mal.bookings.states import Step
from mal.config import Config
from mal.notifications import queries
from mal.notifications.letter_kinds import FOR_STAFF, LetterKind, letter_kinds_for
from mal.people import queries as people
from mal.people.models import Account
from mal.places import queries as places
from mal.places.models import Room
from mal.regulations.queries import get_policy
from mal.shared import i18n
from mal.shared.text import clean_line
from mal.shared.timespan import WARSAW

# § 8 of the Regulamin.
# For so many refused dates a letter says what is free instead; the rest is a link away.
MOST_DATES_INSTEAD = 3


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a letter."""

    address: str
    name: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class ComposedLetter:
    """One letter to one reader, not yet kept."""

    kind: LetterKind
    reader: Recipient
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class EventContext:
    """A step with what its letters tell about it."""

    event: BookingEvent
    application: Application | None
    dates: Sequence[Occurrence]
    # Whether the meeting's dates have been given, all or some of them.
    is_approved: bool = False
    # For an approval: the dates that the same decision refused.
    refusal: BookingEvent | None = None

    @property
    def by_group(self) -> bool:
        """Tell whether the group itself took the step."""
        return (
            self.event.closure is None
            and self.event.actor is not None
            and access.leads(self.event.actor, self.event.booking)
        )

    @property
    def told_by_approval(self) -> bool:
        """Tell whether the letter of the approval tells this step too.

        An application is answered once, so dates refused beside given ones are part of that one decision; and
        what staff enter and give at once needs no letter that it has been received.
        """
        by_staff = self.application is not None and self.application.entered_by_id is not None
        step = self.event.step
        return self.is_approved and (step is Step.REFUSE or (step is Step.SUBMIT and by_staff))


def compose_letters(event_id: int) -> list[ComposedLetter]:
    """Write the letters of a step; none for a step that nobody needs to hear about."""
    event = queries.get_event(event_id)
    if event is None:
        return []
    story = story_of(event)
    kinds = letter_kinds_for(event.step, by_group=story.by_group, told_by_approval=story.told_by_approval)
    return [draft for kind in kinds for draft in written(kind, story)] if story.dates else []


def story_of(event: BookingEvent) -> EventContext:
    """Gather what the letters of a step tell."""
    step, booking_id = event.step, event.booking_id
    return EventContext(
        event,
        applications.get_by_booking(booking_id),
        dates_of(event),
        step in {Step.SUBMIT, Step.REFUSE} and queries.get_first_event(booking_id, Step.APPROVE) is not None,
        queries.get_first_event(booking_id, Step.REFUSE) if step is Step.APPROVE else None,
    )


def dates_of(event: BookingEvent) -> list[Occurrence]:
    """List the dates that a step changed; a usage card that is put right tells nothing new."""
    told = [date for date in event.dates if event.step is not Step.MISS or date.before is not date.after]
    return sorted((date.occurrence for date in told), key=lambda occurrence: occurrence.starts_at)


def written(kind: LetterKind, story: EventContext) -> list[ComposedLetter]:
    """Write one kind of letter, once in each language, to all who read it."""
    readers = readers_of(kind, story)
    drafts: list[ComposedLetter] = []
    for locale in sorted({reader.locale for reader in readers}):
        with force_locale(locale):
            subject, text, html = texts(kind, facts(kind, story))
        drafts += [
            ComposedLetter(kind=kind, reader=reader, subject=subject, text=text, html=html)
            for reader in readers
            if reader.locale == locale
        ]
    return drafts


def readers_of(kind: LetterKind, story: EventContext) -> list[Recipient]:
    """Choose who reads a letter: the staff of the room's site, or the group."""
    booking = story.event.booking
    if kind in FOR_STAFF:
        return distinct(people.list_staff([booking.room.site_id]))
    accounts = list(people.list_leaders(booking.group_id))
    applicant = None if story.application is None else story.application.applicant
    if applicant is not None and applicant.disabled_at is None:
        accounts.append(applicant)
    if accounts or not booking.group.email:
        return distinct(accounts)
    # Somebody who phoned, and has no account: staff wrote down the group's address.
    return [Recipient(clean_line(booking.group.email), clean_line(booking.group.name), i18n.FIRST)]


def distinct(accounts: Iterable[Account]) -> list[Recipient]:
    """Name each address once, with a language that the catalogues hold."""
    readers: dict[str, Recipient] = {}
    for account in accounts:
        locale = account.locale if account.locale in i18n.LANGUAGES else i18n.FIRST
        reader = Recipient(clean_line(account.email), clean_line(account.name), locale)
        readers.setdefault(reader.address.lower(), reader)
    return list(readers.values())


def texts(kind: LetterKind, told: dict[str, object]) -> tuple[str, str, str]:
    """Fill the three templates of a letter: subject, plain text, HTML."""
    subject = clean_line(filled(f"mail/{kind}/subject.txt", told))
    told = told | {"subject": subject}
    text = filled(f"mail/{kind}/body.txt", told)
    paragraphs = [part.strip("\n") for part in text.split("\n\n") if part.strip()]
    return subject, "\n\n".join(paragraphs) + "\n", filled(f"mail/{kind}/body.html", told)


def filled(template: str, told: dict[str, object]) -> str:
    """Fill a template outside of any request: what pages know about their visitor is not for letters."""
    return current_app.jinja_env.get_template(template).render(told)


def facts(kind: LetterKind, story: EventContext) -> dict[str, object]:
    """Give a letter's templates what they may say, in the language of the moment."""
    booking, room = story.event.booking, story.event.booking.room
    site = room.site
    # A letter passes many servers: what is confidential stays behind the sign-in.
    is_secret = booking.visibility is Visibility.CONFIDENTIAL
    return {
        "locale": str(get_locale()),
        "title": "" if is_secret else clean_line(booking.title),
        "group": "" if is_secret else clean_line(booking.group.name),
        "headcount": booking.headcount,
        "equipment": [f"{line.quantity} × {line.equipment.name}" for line in booking.equipment],
        "room": room,
        "site": site,
        "dates": [date_words(date) for date in story.dates],
        "place": f"{site.address}, {site.phone}",
        "reply_to": reply_address(kind, site.email),
        **answer_facts(story),
        **link_facts(kind, story),
    }


def answer_facts(story: EventContext) -> dict[str, object]:
    """Give what a decision or a cancellation says."""
    event, refusal = story.event, story.refusal
    reason = event.reason if refusal is None else refusal.reason
    label, paragraph = REFUSALS.get(reason, ("", ""))
    closure = event.closure
    policy = get_policy(event.happened_at.astimezone(WARSAW).date())
    return {
        "reply_due": ""
        if story.application is None
        else i18n.format_day_inflected(story.application.reply_due),
        "note": event.note.strip(),
        "refused_dates": [] if refusal is None else [date_words(date) for date in dates_of(refusal)],
        "instead": free_instead(refused_dates(story)),
        "refusal": str(label),
        "paragraph": paragraph,
        "explanation": str(REFUSAL_EXPLANATIONS.get(reason, "")),
        "cancel_reason": str(CANCEL_REASONS.get(reason, "")),
        "closure_reason": "" if closure is None else clean_line(closure.reason),
        "cancel_hours": policy.cancel_hours,
        "objection_days": policy.objection_days,
        "contact": settings().contact_email,
    }


def refused_dates(story: EventContext) -> Sequence[Occurrence]:
    """List the dates that a decision refused, be it whole or in part."""
    if story.refusal is not None:
        return dates_of(story.refusal)
    return story.dates if story.event.step is Step.REFUSE else []


def free_instead(refused: Sequence[Occurrence]) -> list[str]:
    """Say what is free on the days of refused dates, where a clash stands in their way."""
    if not refused:
        return []
    booking = refused[0].booking
    is_secret = booking.visibility is Visibility.CONFIDENTIAL
    others = [room for room in places.list_rooms() if room.confidential_allowed or not is_secret]
    wish = BookingCriteria(
        people=booking.headcount,
        equipment=[(line.equipment, line.quantity) for line in booking.equipment],
        group_id=booking.group_id,
        but_booking=booking.id,
    )
    spans = [date.span for date in refused[:MOST_DATES_INSTEAD]]
    return [
        f"{i18n.format_day(verdict.span.start)}, {', '.join(map(i18n.format_clock_time, starts))} – {place_words(room)}"
        for verdict in judged(booking.room, wish, spans, others)
        for room, starts in verdict.instead
    ]


def place_words(room: Room) -> str:
    """Say where a room is: "Sala Duża, ul. Brzozowa 7"."""
    return f"{room.name}, {room.site.address}"


def link_facts(kind: LetterKind, story: EventContext) -> dict[str, object]:
    """Give the addresses that a letter leads to."""
    room = story.event.booking.room
    link = ""
    if story.application is not None:
        endpoint = "desk.decide" if kind in FOR_STAFF else "applications.show"
        link = address_of(endpoint, application_id=story.application.id)
    return {
        "link": link,
        "link_label": "",
        "new_url": address_of("applications.new"),
        "room_url": address_of("calendars.room", site_slug=room.site.slug, room_slug=room.slug),
        "rules_url": address_of("regulations.current"),
    }


def date_words(occurrence: Occurrence) -> str:
    """Say one date: "czwartek, 12 marca 2026, 17:00–19:00"."""
    starts, ends = occurrence.starts_at, occurrence.ends_at
    return f"{i18n.format_day(starts)}, {i18n.format_clock_time(starts)}–{i18n.format_clock_time(ends)}"


def reply_address(kind: str, site_email: str) -> str:
    """Say where an answer to a letter goes: the group's to the site, the staff's nowhere."""
    return "" if kind in FOR_STAFF else site_email


def address_of(endpoint: str, **values: object) -> str:
    """Give the full address of a page; there is no request here that would know the host."""
    config = settings()
    path = current_app.url_map.bind("").build(endpoint, values)
    return (config.public_url or f"http://127.0.0.1:{config.port}") + path


def settings() -> Config:
    """Give the settings of this installation."""
    config: Config = current_app.extensions["mal.config"]
    return config
