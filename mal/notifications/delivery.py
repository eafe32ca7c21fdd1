"""Letters of the outbox are sent.

The worker has no request that commits, so these functions end their own transactions, and none is open while the
mail server is talked to. A worker claims a letter for the time of a lease; if it dies, the letter is claimed again
once the lease has run out. Only a worker that dies after the server has accepted a letter, and before that is
recorded, causes a duplicate, with the same Message-ID; nothing that speaks SMTP can exclude that.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, update
from sqlalchemy.exc import DBAPIError

from mal.config import current_config
from mal.notifications import queries
from mal.notifications.message import OutgoingMessage
from mal.notifications.models import Letter, LetterState
from mal.notifications.retry_delays import retry_delay
from mal.notifications.template_context import reply_address
from mal.notifications.transport import MessageRefused, ServerUnavailable, Transport
from mal.shared import clock
from mal.shared.database import db, read_only, update_single_row

log = logging.getLogger("mal.delivery")

# Longer than sending a letter can take: each answer of the server is waited for some seconds only.
LEASE = timedelta(minutes=10)
# Several workers look at the same due letters; each tries the next where another has claimed one.
CLAIM_CANDIDATES = 10
MAX_ERROR_LENGTH = 500
# In seconds: a database that is away for a moment must not cause what has been sent to be sent again.
RECORDING_DELAYS = (0.5, 1, 2, 4, 8, 16, 32)


@dataclass(frozen=True)
class ClaimedLetter:
    """A letter that this worker may send until `leased_until`; `attempts` counts the one that begins."""

    letter_id: int
    attempts: int
    leased_until: datetime
    message: OutgoingMessage


@dataclass(frozen=True)
class DeliveryResult:
    """Outcome of an attempt: sent, to be retried (`WAITING`) or failed for good, with the server's answer."""

    state: LetterState
    error: str = ""
    is_server_unavailable: bool = False


def send_due(transport: Transport | None, limit: int, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send due letters until the limit, a stop or an unavailable server; return how many the server answered.

    Without a transport nothing is attempted and the letters wait.
    """
    answered = 0
    if transport is None:
        return answered
    try:
        while answered < limit and not is_stopping() and (claimed := claim_letter()) is not None:
            result = deliver(transport, claimed)
            record_result(claimed, result)
            if result.is_server_unavailable:
                break
            answered += 1
    finally:
        transport.close()
    return answered


def claim_letter() -> ClaimedLetter | None:
    """Lease the letter that has been due longest, or the next that no other worker has claimed; None if none is."""
    now = clock.now()
    with read_only():
        letter_ids = queries.list_due_letter_ids(now, CLAIM_CANDIDATES)
        db.session.rollback()
    for letter_id in letter_ids:
        lease = (
            update(Letter)
            .where(Letter.id == letter_id, queries.is_due(now))
            .values(leased_until=now + LEASE, attempts=Letter.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        if update_single_row(lease):
            db.session.commit()
            return load_claimed_letter(letter_id)
        db.session.rollback()
    return None


def load_claimed_letter(letter_id: int) -> ClaimedLetter:
    """Load a leased letter with its message and end the transaction.

    Raises LookupError if the letter has been deleted.
    """
    with read_only():
        letter = queries.get_letter(letter_id)
        if letter is None or letter.leased_until is None:
            raise LookupError(f"letter {letter_id} is gone")
        claimed = ClaimedLetter(letter.id, letter.attempts, letter.leased_until, build_message(letter))
        db.session.rollback()
    return claimed


def build_message(letter: Letter) -> OutgoingMessage:
    """Return the message of a stored letter."""
    return OutgoingMessage(
        sender=current_config().mail_from,
        to_name=letter.to_name,
        to_address=letter.to_address,
        reply_to=reply_address(letter.kind, letter.event.booking.room.site.email),
        subject=letter.subject,
        text=letter.body_text,
        html=letter.body_html,
        message_id=letter.message_id,
        written_at=letter.created_at,
    )


def deliver(transport: Transport, claimed: ClaimedLetter) -> DeliveryResult:
    """Pass a letter to the mail server and return the result; whatever goes wrong with it does not raise."""
    try:
        transport.send(claimed.message.to_email())
    except MessageRefused as refused:
        state = LetterState.FAILED if refused.is_permanent else LetterState.WAITING
        return DeliveryResult(state, str(refused))
    except ServerUnavailable as unavailable:
        return DeliveryResult(LetterState.WAITING, str(unavailable), is_server_unavailable=True)
    except Exception as error:
        # A letter that cannot even be built, say for a malformed address, must not hold up the others.
        log.exception("letter %d could not be built", claimed.letter_id)
        return DeliveryResult(LetterState.FAILED, f"{type(error).__name__}: {error}")
    return DeliveryResult(LetterState.SENT)


def record_result(claimed: ClaimedLetter, result: DeliveryResult) -> None:
    """Store the result of an attempt; where the database is away, retry for about a minute.

    Raises DBAPIError if it stays away.
    """
    statement = result_update(claimed, result)
    for delay in (*RECORDING_DELAYS, None):
        try:
            db.session.execute(statement)
            db.session.commit()
        except DBAPIError:
            db.session.rollback()
            if delay is None:
                raise
            time.sleep(delay)
        else:
            log.info("letter %d, attempt %d: %s", claimed.letter_id, claimed.attempts, result.state)
            return


def result_update(claimed: ClaimedLetter, result: DeliveryResult) -> Update:
    """Return the update that stores a result: sent, due again after a growing delay, or failed for good.

    If the lease has run out and another worker has claimed the letter, only a success is stored.
    """
    row = update(Letter).where(Letter.id == claimed.letter_id).execution_options(synchronize_session=False)
    now = clock.now()
    if result.state is LetterState.SENT:
        return row.values(state=LetterState.SENT, sent_at=now, leased_until=None, last_error="")
    delay = retry_delay(claimed.attempts) if result.state is LetterState.WAITING else None
    is_still_claimed = Letter.state == LetterState.WAITING, Letter.leased_until == claimed.leased_until
    return row.where(*is_still_claimed).values(
        state=LetterState.FAILED if delay is None else LetterState.WAITING,
        next_try_at=now if delay is None else now + delay,
        leased_until=None,
        last_error=result.error[:MAX_ERROR_LENGTH],
    )
