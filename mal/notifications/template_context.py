"""What the templates of letters may say about an event, in the language that is in force."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import get_locale

from mal.applications.availability_check import BookingCriteria, judged
from mal.applications.labels import CANCEL_REASONS, REFUSAL_EXPLANATIONS, REFUSALS
from mal.bookings.models import Occurrence, Visibility
from mal.config import current_config
from mal.notifications.event_context import EventContext, changed_occurrences
from mal.notifications.letter_kinds import STAFF_KINDS, LetterKind
from mal.places import queries as places
from mal.places.models import Room
from mal.regulations.queries import get_policy
from mal.shared import i18n
from mal.shared.text import clean_line
from mal.shared.timespan import WARSAW

# A letter offers alternatives for the first refused dates only; for the others it links to the calendar.
MAX_DATES_WITH_ALTERNATIVES = 3


def build_template_context(kind: LetterKind, context: EventContext) -> dict[str, object]:
    """Return the variables of the templates of a letter.

    Mail servers on the way can read a letter, so title and group of a confidential meeting are left out.
    """
    booking, room = context.event.booking, context.event.booking.room
    site = room.site
    is_confidential = booking.visibility is Visibility.CONFIDENTIAL
    return {
        "locale": str(get_locale()),
        "title": "" if is_confidential else clean_line(booking.title),
        "group": "" if is_confidential else clean_line(booking.group.name),
        "headcount": booking.headcount,
        "equipment": [f"{line.quantity} × {line.equipment.name}" for line in booking.equipment],
        "room": room,
        "site": site,
        "dates": [format_occurrence(occurrence) for occurrence in context.occurrences],
        "place": f"{site.address}, {site.phone}",
        "reply_to": reply_address(kind, site.email),
        **decision_variables(context),
        **link_variables(kind, context),
    }


def decision_variables(context: EventContext) -> dict[str, object]:
    """Return the variables about a decision or a cancellation; texts are empty where the event has none."""
    event, refusal = context.event, context.refusal
    reason = event.reason if refusal is None else refusal.reason
    label, paragraph = REFUSALS.get(reason, ("", ""))
    application, closure = context.application, event.closure
    policy = get_policy(event.happened_at.astimezone(WARSAW).date())
    return {
        "reply_due": "" if application is None else i18n.format_day_inflected(application.reply_due),
        "note": event.note.strip(),
        "refused_dates": []
        if refusal is None
        else [format_occurrence(occurrence) for occurrence in changed_occurrences(refusal)],
        "alternatives": list_alternatives(context.refused_occurrences),
        "refusal": str(label),
        "paragraph": paragraph,
        "explanation": str(REFUSAL_EXPLANATIONS.get(reason, "")),
        "cancel_reason": str(CANCEL_REASONS.get(reason, "")),
        "closure_reason": "" if closure is None else clean_line(closure.reason),
        "cancel_hours": policy.cancel_hours,
        "objection_days": policy.objection_days,
        "contact": current_config().contact_email,
    }


def list_alternatives(refused: Sequence[Occurrence]) -> list[str]:
    """Return lines with free rooms and starts on the days of refused dates that clash with something."""
    if not refused:
        return []
    booking = refused[0].booking
    is_confidential = booking.visibility is Visibility.CONFIDENTIAL
    rooms = [room for room in places.list_rooms() if room.confidential_allowed or not is_confidential]
    criteria = BookingCriteria(
        people=booking.headcount,
        equipment=[(line.equipment, line.quantity) for line in booking.equipment],
        group_id=booking.group_id,
        but_booking=booking.id,
    )
    spans = [occurrence.span for occurrence in refused[:MAX_DATES_WITH_ALTERNATIVES]]
    return [
        f"{i18n.format_day(result.span.start)}, {', '.join(map(i18n.format_clock_time, starts))} – {format_room(room)}"
        for result in judged(booking.room, criteria, spans, rooms)
        for room, starts in result.instead
    ]


def link_variables(kind: LetterKind, context: EventContext) -> dict[str, object]:
    """Return the absolute URLs that a letter links to; `link` is the application as the recipient sees it."""
    room = context.event.booking.room
    link = ""
    if context.application is not None:
        endpoint = "staff_decision.show" if kind in STAFF_KINDS else "applications.show"
        link = absolute_url(endpoint, application_id=context.application.id)
    return {
        "link": link,
        "link_label": "",
        "new_url": absolute_url("wizard.new"),
        "room_url": absolute_url("calendars.room", site_slug=room.site.slug, room_slug=room.slug),
        "rules_url": absolute_url("regulations.current"),
    }


def format_room(room: Room) -> str:
    """Return a room with its address: "Sala Duża, ul. Brzozowa 7"."""
    return f"{room.name}, {room.site.address}"


def format_occurrence(occurrence: Occurrence) -> str:
    """Return the day and the hours in Warsaw: "czwartek, 12 marca 2026, 17:00–19:00"."""
    hours = i18n.format_time_range(occurrence.starts_at, occurrence.ends_at)
    return f"{i18n.format_day(occurrence.starts_at)}, {hours}"


def reply_address(kind: str, site_email: str) -> str:
    """Return the Reply-To address: the site's for letters to groups, none for letters to staff."""
    return "" if kind in STAFF_KINDS else site_email


def absolute_url(endpoint: str, **values: object) -> str:
    """Return the URL of a page from the settings, because the worker has no request that knows the host."""
    config = current_config()
    path = current_app.url_map.bind("").build(endpoint, values)
    return (config.public_url or f"http://127.0.0.1:{config.port}") + path
