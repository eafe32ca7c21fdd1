"""Event rows become letters in the outbox.

The worker has no request that commits, so `compose_pending` ends its own transactions. The letters of an event are
inserted in the transaction that marks the event as composed: a worker that dies leaves nothing half done.
"""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from mal.bookings.models import BookingEvent
from mal.config import current_config
from mal.notifications import composer, queries
from mal.notifications.models import Letter
from mal.shared import clock
from mal.shared.database import db, read_only, update_single_row

log = logging.getLogger("mal.outbox")

RETRY_EVENT_AFTER = timedelta(minutes=5)


def compose_pending(limit: int, postponed: dict[int, datetime] | None = None) -> int:
    """Compose the letters of events that have none, the oldest first; return the number of events.

    An event whose letters cannot be composed holds up no other: it stays pending, staff see it in their list, and
    `postponed` (event id to the instant of the next attempt), which is updated, keeps it out until then.
    """
    postponed = {} if postponed is None else postponed
    now = clock.now()
    with read_only():
        excluded = [event_id for event_id, until in postponed.items() if until > now]
        event_ids = queries.list_pending_event_ids(limit, excluded_ids=excluded)
        db.session.rollback()
    return sum(compose_or_postpone(event_id, postponed) for event_id in event_ids)


def compose_or_postpone(event_id: int, postponed: dict[int, datetime]) -> bool:
    """Compose the letters of an event and return True, or postpone it and return False.

    Raises OperationalError if the database is away, which is not the event's fault.
    """
    try:
        store_letters(event_id)
    except OperationalError:
        raise
    except Exception:
        db.session.rollback()
        log.exception("the letters of event %d could not be composed", event_id)
        postponed[event_id] = clock.now() + RETRY_EVENT_AFTER
        return False
    postponed.pop(event_id, None)
    return True


def store_letters(event_id: int) -> None:
    """Compose and store all letters of an event, unless another worker has done so meanwhile."""
    with read_only():
        try:
            composed = composer.compose_letters(event_id)
        finally:
            db.session.rollback()
    now = clock.now()
    mark_composed = (
        update(BookingEvent)
        .where(BookingEvent.id == event_id, BookingEvent.composed_at.is_(None))
        .values(composed_at=now)
    )
    if update_single_row(mark_composed):
        db.session.add_all(build_letter(each, event_id, now) for each in composed)
        db.session.commit()
    else:
        db.session.rollback()


def build_letter(composed: composer.ComposedLetter, event_id: int, now: datetime) -> Letter:
    """Return the row of a composed letter, due now, with a new Message-ID."""
    host = parseaddr(current_config().mail_from)[1].rpartition("@")[2]
    return Letter(
        event_id=event_id,
        kind=composed.kind,
        to_address=composed.recipient.address,
        to_name=composed.recipient.name,
        locale=composed.recipient.locale,
        subject=composed.subject,
        body_text=composed.text,
        body_html=composed.html,
        message_id=f"<{uuid4().hex}@{host}>",
        created_at=now,
        next_try_at=now,
    )
