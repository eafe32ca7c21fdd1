"""The loop that composes and sends letters and deletes expired drafts."""

import logging
import threading
from datetime import datetime, timedelta

from mal.applications import drafts
from mal.notifications import delivery, outbox
from mal.notifications.transport import SmtpServer, SmtpTransport, Transport
from mal.shared import clock
from mal.shared.database import db

log = logging.getLogger("mal.worker")

BATCH_SIZE = 20
IDLE_SECONDS = 2.0
MAX_RETRY_SECONDS = 60.0
PURGE_INTERVAL = timedelta(hours=1)


class Worker:
    """One worker process; several may run on the same database."""

    def __init__(self, transport: Transport | None, stopping: threading.Event) -> None:
        """Prepare a worker that ends once `stopping` is set; without a transport it only composes."""
        self.transport = transport
        self.stopping = stopping
        self.postponed_events: dict[int, datetime] = {}
        self.next_purge_at = clock.now()

    def purge_hourly(self) -> None:
        """Delete the expired drafts if an hour has passed since the last time, and commit."""
        if clock.now() >= self.next_purge_at:
            self.next_purge_at = clock.now() + PURGE_INTERVAL
            drafts.purge_expired()
            db.session.commit()

    def run_batch(self) -> bool:
        """Compose and send one batch of letters; return whether there was anything to do."""
        try:
            self.purge_hourly()
            composed = outbox.compose_pending(BATCH_SIZE, self.postponed_events)
            answered = delivery.send_due(self.transport, BATCH_SIZE, self.stopping.is_set)
        finally:
            db.session.remove()
        return bool(composed or answered)

    def run_until_idle(self) -> None:
        """Run batches until there is nothing to do, or until stopped."""
        while not self.stopping.is_set() and self.run_batch():
            pass

    def run_until_stopped(self) -> None:
        """Run batches until stopped; after an error, such as a lost database, wait for ever longer."""
        delay = IDLE_SECONDS
        while not self.stopping.is_set():
            try:
                wait = 0.0 if self.run_batch() else IDLE_SECONDS
                delay = IDLE_SECONDS
            except Exception as error:  # noqa: BLE001 - letters must go on once the cause is mended
                log.error("trying again in %d s: %s", delay, error)  # noqa: TRY400 - the message is enough
                wait, delay = delay, min(2 * delay, MAX_RETRY_SECONDS)
            self.stopping.wait(wait)


def build_transport(smtp_url: str) -> Transport | None:
    """Return the transport for an SMTP URL, or None if it is empty.

    Raises ValueError for a malformed URL, without repeating it.
    """
    return SmtpTransport(SmtpServer.from_url(smtp_url)) if smtp_url else None
