"""Letters composed from event rows, each in the language of its recipient."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale

from mal.notifications.event_context import EventContext, load_event_context
from mal.notifications.letter_kinds import LetterKind, letter_kinds_for
from mal.notifications.recipients import Recipient, list_recipients
from mal.notifications.template_context import build_template_context
from mal.shared.text import clean_line


@dataclass(frozen=True, kw_only=True)
class ComposedLetter:
    """A letter to one recipient that is not stored yet."""

    kind: LetterKind
    recipient: Recipient
    subject: str
    text: str
    html: str


def compose_letters(event_id: int) -> list[ComposedLetter]:
    """Return the letters about an event; none if it does not exist, changed no dates or needs no letter."""
    context = load_event_context(event_id)
    if context is None or not context.occurrences:
        return []
    kinds = letter_kinds_for(
        context.event.step,
        by_group=context.by_group,
        is_covered_by_approval=context.is_covered_by_approval,
    )
    return [letter for kind in kinds for letter in compose_kind(kind, context)]


def compose_kind(kind: LetterKind, context: EventContext) -> list[ComposedLetter]:
    """Return the letters of one kind to all of its recipients; the texts are rendered once for each language."""
    recipients = list_recipients(kind, context)
    letters: list[ComposedLetter] = []
    for locale in sorted({recipient.locale for recipient in recipients}):
        with force_locale(locale):
            subject, text, html = render_letter(kind, build_template_context(kind, context))
        letters += [
            ComposedLetter(kind=kind, recipient=recipient, subject=subject, text=text, html=html)
            for recipient in recipients
            if recipient.locale == locale
        ]
    return letters


def render_letter(kind: LetterKind, variables: dict[str, object]) -> tuple[str, str, str]:
    """Return subject, plain text and HTML; the plain text has exactly one blank line between paragraphs."""
    subject = clean_line(render(f"mail/{kind}/subject.txt", variables))
    variables = variables | {"subject": subject}
    text = render(f"mail/{kind}/body.txt", variables)
    paragraphs = [part.strip("\n") for part in text.split("\n\n") if part.strip()]
    return subject, "\n\n".join(paragraphs) + "\n", render(f"mail/{kind}/body.html", variables)


def render(template: str, variables: dict[str, object]) -> str:
    """Render a template without the context processors of pages, which need a request."""
    return current_app.jinja_env.get_template(template).render(variables)
