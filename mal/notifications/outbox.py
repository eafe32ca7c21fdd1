"""The outbox: steps become letters, letters go out.

There is no request here that would commit, so each function ends its own transactions, and none is open while
the mail server talks. A worker that dies leaves nothing half done: letters are kept in the same transaction that
marks their step, and a letter that it held is taken again once the lease is over. Only when a server accepts a
letter and the worker dies before that is written down does the letter go out once more, with the same
Message-ID; nothing that speaks SMTP can exclude that.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import CursorResult, Update, update
from sqlalchemy.exc import DBAPIError, OperationalError

from mal.bookings.models import BookingEvent
from mal.notifications import composer, queries
from mal.notifications.message import OutgoingMessage
from mal.notifications.models import Letter, LetterState
from mal.notifications.retry_delays import retry_delay
from mal.notifications.transport import MessageRefused, ServerUnavailable, Transport
from mal.shared import clock
from mal.shared.database import db, read_only

log = logging.getLogger("mal.outbox")

# Longer than a letter can take: each answer of the server is waited for some seconds only.
LEASE = timedelta(minutes=10)
REST_AFTER_FAILURE = timedelta(minutes=5)
CANDIDATES = 10
LONGEST_WORDS = 500
# A database that is away for a moment must not make us send again what is sent.
SETTLING_PAUSES = (0.5, 1, 2, 4, 8, 16, 32)


@dataclass(frozen=True)
class ClaimedLetter:
    """A letter that this worker holds."""

    letter_id: int
    attempts: int
    leased_until: datetime
    envelope: OutgoingMessage


@dataclass(frozen=True)
class DeliveryResult:
    """What became of a letter: sent, put off (`WAITING`) or failed for good."""

    state: LetterState
    words: str = ""
    is_line_down: bool = False


def done(statement: Update) -> bool:
    """Do a guarded update; tell whether its row was there."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount == 1


def compose_pending(limit: int, resting: dict[int, datetime] | None = None) -> int:
    """Write the letters of steps that have none, the oldest first; give the number of steps.

    A step whose letters can't be written holds up nobody: it stays as it is, staff see it in their list, and it
    rests for a while; `resting` remembers until when.
    """
    resting = {} if resting is None else resting
    now = clock.now()
    with read_only():
        ids = queries.list_pending_event_ids(
            limit, but=[each for each, until in resting.items() if until > now]
        )
        db.session.rollback()
    return sum(compose_or_rest(event_id, resting) for event_id in ids)


def compose_or_rest(event_id: int, resting: dict[int, datetime]) -> bool:
    """Write the letters of one step, or let it rest when that is not possible."""
    try:
        compose(event_id)
    except OperationalError:
        raise
    except Exception:
        db.session.rollback()
        log.exception("the letters of step %d could not be written", event_id)
        resting[event_id] = clock.now() + REST_AFTER_FAILURE
        return False
    resting.pop(event_id, None)
    return True


def compose(event_id: int) -> None:
    """Write and keep the letters of one step, all or none; of two workers only one keeps them."""
    with read_only():
        try:
            drafts = composer.compose_letters(event_id)
        finally:
            db.session.rollback()
    now = clock.now()
    if done(
        update(BookingEvent)
        .where(BookingEvent.id == event_id, BookingEvent.composed_at.is_(None))
        .values(composed_at=now)
    ):
        db.session.add_all(kept(draft, event_id, now) for draft in drafts)
        db.session.commit()
    else:
        db.session.rollback()


def kept(draft: composer.ComposedLetter, event_id: int, now: datetime) -> Letter:
    """Turn a draft into a row, ready to go at once."""
    host = parseaddr(composer.settings().mail_from)[1].rpartition("@")[2]
    return Letter(
        event_id=event_id,
        kind=draft.kind,
        to_address=draft.reader.address,
        to_name=draft.reader.name,
        locale=draft.reader.locale,
        subject=draft.subject,
        body_text=draft.text,
        body_html=draft.html,
        message_id=f"<{uuid4().hex}@{host}>",
        created_at=now,
        next_try_at=now,
    )


def send_due(transport: Transport | None, limit: int, stop: Callable[[], bool] = lambda: False) -> int:
    """Send letters whose time has come; give the number of those that the server has answered.

    Without a mail server nothing is tried: the letters wait.
    """
    answered = 0
    if transport is None:
        return answered
    try:
        while answered < limit and not stop() and (held := claim_letter()) is not None:
            outcome = deliver(transport, held)
            record_result(held, outcome)
            if outcome.is_line_down:
                break
            answered += 1
    finally:
        transport.close()
    return answered


def claim_letter() -> ClaimedLetter | None:
    """Hold the letter that has waited longest; where another worker was quicker, the next."""
    now = clock.now()
    with read_only():
        ids = queries.list_due_letter_ids(now, CANDIDATES)
        db.session.rollback()
    for letter_id in ids:
        if done(
            update(Letter)
            .where(Letter.id == letter_id, queries.is_due(now))
            .values(leased_until=now + LEASE, attempts=Letter.attempts + 1)
            .execution_options(synchronize_session=False)
        ):
            db.session.commit()
            return held_letter(letter_id)
        db.session.rollback()
    return None


def held_letter(letter_id: int) -> ClaimedLetter:
    """Read what is to be sent, and let go of the database."""
    with read_only():
        letter = queries.get_letter(letter_id)
        if letter is None or letter.leased_until is None:
            raise LookupError(f"letter {letter_id} is gone")
        site = letter.event.booking.room.site
        envelope = OutgoingMessage(
            sender=composer.settings().mail_from,
            to_name=letter.to_name,
            to_address=letter.to_address,
            reply_to=composer.reply_address(letter.kind, site.email),
            subject=letter.subject,
            text=letter.body_text,
            html=letter.body_html,
            message_id=letter.message_id,
            written_at=letter.created_at,
        )
        held = ClaimedLetter(letter.id, letter.attempts, letter.leased_until, envelope)
        db.session.rollback()
    return held


def deliver(transport: Transport, held: ClaimedLetter) -> DeliveryResult:
    """Hand a letter to the mail server and say what became of it."""
    try:
        transport.send(held.envelope.message())
    except MessageRefused as no:
        return DeliveryResult(LetterState.FAILED if no.is_permanent else LetterState.WAITING, str(no))
    except ServerUnavailable as away:
        return DeliveryResult(LetterState.WAITING, str(away), is_line_down=True)
    except Exception as broken:
        # A letter that can't even be put into an envelope must not hold up the others.
        log.exception("letter %d could not be put together", held.letter_id)
        return DeliveryResult(LetterState.FAILED, f"{type(broken).__name__}: {broken}")
    return DeliveryResult(LetterState.SENT)


def record_result(held: ClaimedLetter, outcome: DeliveryResult) -> None:
    """Write down what became of a letter, patiently.

    Raises DBAPIError when the database stays away.
    """
    statement = settled(held, outcome)
    for pause in (*SETTLING_PAUSES, None):
        try:
            db.session.execute(statement)
            db.session.commit()
        except DBAPIError:
            db.session.rollback()
            if pause is None:
                raise
            time.sleep(pause)
        else:
            log.info("letter %d, attempt %d: %s", held.letter_id, held.attempts, outcome.state)
            return


def settled(held: ClaimedLetter, outcome: DeliveryResult) -> Update:
    """Say what to write down: the next try after a growing pause, until it is time to give up."""
    this = update(Letter).where(Letter.id == held.letter_id).execution_options(synchronize_session=False)
    now = clock.now()
    if outcome.state is LetterState.SENT:
        return this.values(state=LetterState.SENT, sent_at=now, leased_until=None, last_error="")
    pause = retry_delay(held.attempts) if outcome.state is LetterState.WAITING else None
    # Where the lease ran out and somebody else holds it by now, their word counts.
    return this.where(Letter.state == LetterState.WAITING, Letter.leased_until == held.leased_until).values(
        state=LetterState.FAILED if pause is None else LetterState.WAITING,
        next_try_at=now if pause is None else now + pause,
        leased_until=None,
        last_error=outcome.words[:LONGEST_WORDS],
    )
