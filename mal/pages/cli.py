"""`serve`: the web server and the worker side by side, as `make run` starts them."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from mal.config import Config


def commands(config: Config) -> tuple[Sequence[str], Sequence[str]]:
    """Give the command lines of the web server and of the worker."""
    python = [sys.executable, "-m"]
    web = [
        *python,
        "gunicorn",
        "--no-control-socket",
        "--worker-class=gthread",
        f"--workers={config.web_workers}",
        f"--threads={config.web_threads}",
        f"--bind={config.bind}:{config.port}",
        "--keep-alive=30",
        "--log-level=warning",
        "wsgi:app",
    ]
    return web, [*python, "flask", "--app", "wsgi", "worker"]


def stop(children: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Ask the children to end, and make them when they don't."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


def on_signal(_number: int, _frame: FrameType | None) -> None:
    """Leave by the same door whichever signal asks for it; being asked to stop is no failure."""
    raise SystemExit(0)


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Start the web server and the worker; when either ends, end the other."""
    config: Config = current_app.extensions["mal.config"]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    children = [subprocess.Popen(command) for command in commands(config)]  # noqa: S603 - our own
    try:
        greet(config)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    finally:
        stop(children)
    raise SystemExit(1)


def greet(config: Config) -> None:
    """Say where the site is, and what becomes of letters."""
    mail = "Letters go out by SMTP." if config.smtp_url else "No SMTP server: letters wait on /praca/listy."
    print(f"\n  MAL Milanówek: http://{config.bind}:{config.port}\n  {mail} Ctrl-C stops.\n", flush=True)
