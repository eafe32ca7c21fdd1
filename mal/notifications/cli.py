"""The worker: writes the letters of new steps and sends them."""

import logging
import signal
import sys
import threading
from datetime import datetime, timedelta

import click
from flask.cli import with_appcontext

from mal.applications import drafts
from mal.notifications import outbox
from mal.notifications.composer import settings
from mal.notifications.transport import SmtpServer, SmtpTransport, Transport
from mal.shared import clock
from mal.shared.database import db

log = logging.getLogger("mal.worker")

BATCH = 20
IDLE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0
BETWEEN_TIDYING = timedelta(hours=1)


class Worker:
    """One worker process."""

    def __init__(self, transport: Transport | None, stopping: threading.Event) -> None:
        """Start with nothing set aside."""
        self.transport = transport
        self.stopping = stopping
        self.resting: dict[int, datetime] = {}
        self.tidies_at = clock.now()

    def tidy(self) -> None:
        """Once an hour let go what is no longer kept."""
        if clock.now() >= self.tidies_at:
            self.tidies_at = clock.now() + BETWEEN_TIDYING
            drafts.purge_expired()
            db.session.commit()

    def round(self) -> bool:
        """Write and send a batch; tell whether there was anything to do."""
        try:
            self.tidy()
            written = outbox.compose_pending(BATCH, self.resting)
            answered = outbox.send_due(self.transport, BATCH, self.stopping.is_set)
        finally:
            db.session.remove()
        return bool(written or answered)

    def until_done(self) -> None:
        """Work until nothing more can be done now."""
        while not self.stopping.is_set() and self.round():
            pass

    def until_stopped(self) -> None:
        """Work until told to stop; when the database is away, wait for it."""
        pause = IDLE_SECONDS
        while not self.stopping.is_set():
            try:
                wait = 0.0 if self.round() else IDLE_SECONDS
                pause = IDLE_SECONDS
            except Exception as broken:  # noqa: BLE001 - whatever is broken, letters must go on once it is mended
                log.error("trying again in %d s: %s", pause, broken)  # noqa: TRY400 - a sentence is enough
                wait, pause = pause, min(2 * pause, LONGEST_PAUSE_SECONDS)
            self.stopping.wait(wait)


def transport_from(smtp_url: str) -> Transport | None:
    """Give the way to the mail server, or none where none is set."""
    return SmtpTransport(SmtpServer.from_url(smtp_url)) if smtp_url else None


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what there is to do, then end.")
@with_appcontext
def worker(once: bool) -> None:
    """Write the letters of new steps and send them."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    try:
        transport = transport_from(settings().smtp_url)
    except ValueError as wrong:
        sys.exit(f"MAL_SMTP_URL: {wrong}")
    if transport is None:
        log.info("no mail server is set: letters are written and wait")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    working = Worker(transport, stopping)
    if once:
        working.until_done()
    else:
        working.until_stopped()
    log.info("the worker has ended")
