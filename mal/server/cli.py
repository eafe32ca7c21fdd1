"""`serve`: the web processes and the worker of letters side by side, as `make run` starts them."""

import logging
import signal
import socket
import sys
from collections.abc import Sequence
from threading import Event

import click
from flask import current_app
from flask.cli import with_appcontext

from mal.config import Config
from mal.server.child import child_command
from mal.server.listener import wait_for_listener
from mal.server.supervisor import Program, run_all

APPLICATION = "wsgi:app"


def web_programs(
    listener: socket.socket, processes: int, application: str = APPLICATION
) -> Sequence[Program]:
    """Return the web processes, all on one listening socket."""
    fd = listener.fileno()
    command = child_command("mal.server.web_process", str(fd), application)
    return [Program(f"web process {number}", command, (fd,)) for number in range(1, processes + 1)]


def letter_worker() -> Program:
    """Return the worker that writes and sends letters."""
    return Program("worker of letters", child_command("flask", "--app", "wsgi", "worker"))


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Serve the site and send its letters until SIGTERM or Ctrl-C; whatever ends by itself is started again."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    config: Config = current_app.extensions["mal.config"]
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        listener = wait_for_listener(config.bind, config.port, stopping)
    except OSError as error:
        sys.exit(f"Can't listen on {config.bind}, port {config.port}: {error.strerror}.")
    if listener is not None:
        with listener:
            print_address(config, listener)
            run_all([*web_programs(listener, config.web_workers), letter_worker()], stopping)


def print_address(config: Config, listener: socket.socket) -> None:
    """Show where the site is, and what becomes of letters."""
    host, port = listener.getsockname()[:2]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    mail = "Letters go out by SMTP." if config.smtp_url else "No SMTP server: letters wait on /praca/listy."
    print(f"\n  MAL Milanówek: http://{address}\n  {mail} Ctrl-C stops.\n", flush=True)
