"""The command that runs the worker."""

import logging
import signal
import sys
import threading

import click
from flask.cli import with_appcontext

from mal.config import current_config
from mal.notifications.worker import Worker, build_transport

log = logging.getLogger("mal.worker")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what there is to do, then end.")
@with_appcontext
def worker(once: bool) -> None:
    """Write the letters of new steps and send them."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    try:
        transport = build_transport(current_config().smtp_url)
    except ValueError as error:
        sys.exit(f"MAL_SMTP_URL: {error}")
    if transport is None:
        log.info("no mail server is set: letters are written and wait")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    log.info("the worker has started")
    process = Worker(transport, stopping)
    if once:
        process.run_until_idle()
    else:
        process.run_until_stopped()
    log.info("the worker has ended")
