"""The worker as a process of its own: it starts, works, ends when told, and dies without losing a letter."""

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
from mal.notifications.cli import Worker, transport_from
from mal.notifications.models import Letter, LetterState
from mal.shared import clock
from mal.shared.database import db
from tests.cast import Town
from tests.factories import make_application
from tests.fixed_clock import NOW
from tests.notifications.post_office import ACCEPT_BUT_NEVER_ANSWER, NEVER_ANSWER, PostOffice

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


@contextmanager
def worker_process(
    app: Flask, office: PostOffice, folder: Path, *options: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a worker on the database of the test."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "MAL_SMTP_URL": office.url,
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


def until(is_so: Callable[[], object]) -> None:
    """Wait for something to happen."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "It does not happen."
        time.sleep(0.02)


def let_leases_end() -> None:
    """Let the time of every lease be over."""
    then = clock.now() - timedelta(seconds=1)
    db.session.execute(update(Letter).where(Letter.leased_until.is_not(None)).values(leased_until=then))
    db.session.commit()


def letter_states() -> set[LetterState]:
    db.session.expire_all()
    states = set(db.session.scalars(select(Letter.state)))
    db.session.commit()
    return states


@pytest.mark.parametrize(("answer", "copies"), [(NEVER_ANSWER, 1), (ACCEPT_BUT_NEVER_ANSWER, 2)])
def test_a_worker_killed_while_it_sends_loses_nothing(
    in_app: Flask, town: Town, office: PostOffice, tmp_path: Path, answer: str, copies: int
) -> None:
    make_application(town)
    office.to_letters.append(answer)
    with worker_process(in_app, office, tmp_path) as process:
        assert office.is_holding.wait(PATIENCE)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
    office.release.set()
    assert letter_states() == {LetterState.WAITING}
    let_leases_end()
    survivor = Worker(transport_from(office.url), threading.Event())
    survivor.until_done()
    ids = office.message_ids()
    assert letter_states() == {LetterState.SENT}
    assert len(set(ids)) == 3
    assert sorted(map(ids.count, set(ids))) == [1, 1, copies]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_worker_ends_when_it_is_told_to(
    in_app: Flask, town: Town, office: PostOffice, tmp_path: Path
) -> None:
    make_application(town)
    with worker_process(in_app, office, tmp_path) as process:
        until(lambda: letter_states() == {LetterState.SENT})
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert len(office.delivered) == 3


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_once_means_all_there_is_and_then_the_end(
    in_app: Flask, town: Town, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = in_app.extensions["mal.config"]
    with_server = type(config)(**vars(config) | {"smtp_url": office.url})
    monkeypatch.setitem(in_app.extensions, "mal.config", with_server)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("mal.notifications.cli.BATCH", 2)
    for _ in range(3):
        make_application(town)
    done = in_app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 0, done.output
    assert len(office.delivered) == 9


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_an_address_of_a_server_that_makes_no_sense_is_said_without_its_password(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = in_app.extensions["mal.config"]
    wrong = type(config)(**vars(config) | {"smtp_url": "mail://anna:secret@mail.example.org"})
    monkeypatch.setitem(in_app.extensions, "mal.config", wrong)
    done = in_app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 1
    assert "must look like smtp://" in done.output
    assert "secret" not in done.output


class Impatient(threading.Event):
    """A wait that takes no time, and remembers how long it should have been."""

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
def test_a_worker_waits_for_a_database_that_is_away(
    in_app: Flask, town: Town, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_application(town)
    compose, away = outbox.compose_pending, [OperationalError("SELECT", {}, Exception("gone"))] * 7

    def compose_or_fail(limit: int, resting: dict[int, object]) -> int:
        if away:
            raise away.pop()
        return compose(limit, resting)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(outbox, "compose_pending", compose_or_fail)
    stopping = Impatient(10)
    Worker(transport_from(office.url), stopping).until_stopped()
    assert stopping.waits == [2, 4, 8, 16, 32, 60, 60, 0, 2, 2]
    assert len(office.delivered) == 3
