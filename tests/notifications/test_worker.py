"""The worker as a process: it starts, sends, stops on a signal, and loses no letter when it is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from mal.notifications import outbox
from mal.notifications.models import Letter, LetterState
from mal.notifications.worker import Worker, build_transport
from mal.shared import clock
from mal.shared.database import db
from tests.factories import make_application
from tests.fixed_clock import NOW
from tests.notifications.smtp_server import ACCEPT_BUT_NEVER_ANSWER, NEVER_ANSWER, RecordingSmtpServer
from tests.sample_data import Town

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


@contextmanager
def worker_process(
    app: Flask, mail_server: RecordingSmtpServer, folder: Path, *options: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker process on the database of the test."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "MAL_SMTP_URL": mail_server.url,
        "MAL_DATA_DIR": str(folder),
        "MAL_TESTING": "1",
        "MAL_NOW": NOW.isoformat(),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", *options]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait until a condition holds; fail after PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "The condition did not become true."
        time.sleep(0.02)


def expire_leases() -> None:
    """End every lease a second ago."""
    then = clock.now() - timedelta(seconds=1)
    db.session.execute(update(Letter).where(Letter.leased_until.is_not(None)).values(leased_until=then))
    db.session.commit()


def letter_states() -> set[LetterState]:
    db.session.expire_all()
    states = set(db.session.scalars(select(Letter.state)))
    db.session.commit()
    return states


@pytest.mark.parametrize(("answer", "copies"), [(NEVER_ANSWER, 1), (ACCEPT_BUT_NEVER_ANSWER, 2)])
def test_a_worker_killed_while_sending_loses_no_letter(
    in_app: Flask, town: Town, mail_server: RecordingSmtpServer, tmp_path: Path, answer: str, copies: int
) -> None:
    make_application(town)
    mail_server.message_replies.append(answer)
    with worker_process(in_app, mail_server, tmp_path) as process:
        assert mail_server.is_waiting.wait(PATIENCE)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
    mail_server.release.set()
    assert letter_states() == {LetterState.WAITING}
    expire_leases()
    survivor = Worker(build_transport(mail_server.url), threading.Event())
    survivor.run_until_idle()
    ids = mail_server.message_ids()
    assert letter_states() == {LetterState.SENT}
    assert len(set(ids)) == 3
    assert sorted(map(ids.count, set(ids))) == [1, 1, copies]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_worker_stops_on_sigterm(
    in_app: Flask, town: Town, mail_server: RecordingSmtpServer, tmp_path: Path
) -> None:
    make_application(town)
    with worker_process(in_app, mail_server, tmp_path) as process:
        wait_until(lambda: letter_states() == {LetterState.SENT})
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert len(mail_server.messages) == 3


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_once_sends_everything_that_is_due_and_ends(
    in_app: Flask, town: Town, mail_server: RecordingSmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = in_app.extensions["mal.config"]
    with_server = type(config)(**vars(config) | {"smtp_url": mail_server.url})
    monkeypatch.setitem(in_app.extensions, "mal.config", with_server)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("mal.notifications.worker.BATCH_SIZE", 2)
    for _ in range(3):
        make_application(town)
    done = in_app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 0, done.output
    assert len(mail_server.messages) == 9


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_malformed_smtp_url_is_reported_without_its_password(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = in_app.extensions["mal.config"]
    wrong = type(config)(**vars(config) | {"smtp_url": "mail://anna:secret@mail.example.org"})
    monkeypatch.setitem(in_app.extensions, "mal.config", wrong)
    done = in_app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 1
    assert "must look like smtp://" in done.output
    assert "secret" not in done.output


class RecordingEvent(threading.Event):
    """An event whose waits take no time; it records their lengths and is set after a number of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        if len(self.waits) == self.most:
            self.set()
        return self.is_set()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_worker_waits_ever_longer_for_an_unavailable_database(
    in_app: Flask, town: Town, mail_server: RecordingSmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_application(town)
    compose, away = outbox.compose_pending, [OperationalError("SELECT", {}, Exception("gone"))] * 7

    def compose_or_fail(limit: int, postponed: dict[int, object]) -> int:
        if away:
            raise away.pop()
        return compose(limit, postponed)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(outbox, "compose_pending", compose_or_fail)
    stopping = RecordingEvent(10)
    Worker(build_transport(mail_server.url), stopping).run_until_stopped()
    assert stopping.waits == [2, 4, 8, 16, 32, 60, 60, 0, 2, 2]
    assert len(mail_server.messages) == 3
