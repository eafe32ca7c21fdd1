"""`serve` with real processes: slow clients hold nothing up, whatever dies is started again, and the end is clean."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fixed_clock import NOW
from tests.postgres import free_port
from tests.server.sockets import HALF_BODY, HALF_HEAD, ask, opened, seconds_until_closed

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
ONLY_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


class Site:
    """A running `serve`."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        """Know where it listens and what it says."""
        self.process = process
        self.port = port
        self.log = log

    def answers(self) -> bool:
        """Return whether a page is answered."""
        try:
            return ask(self.port, "/logowanie").startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def children(self, word: str = "") -> list[int]:
        """List its processes that have a word in their command line."""
        return [pid for pid in children_of(self.process.pid) if word in command_of(pid)]

    def said(self, words: str) -> bool:
        """Return whether it has said something."""
        return words in self.log.read_text()


def children_of(parent: int) -> list[int]:
    """List the living children of a process."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            state, ppid = state_of(int(path.name))
            found += [int(path.name)] if ppid == parent and state != "Z" else []
    return sorted(found)


def state_of(pid: int) -> tuple[str, int]:
    """Read the state of a process and its parent; a process that is gone counts as dead."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "Z", 0
    return fields[0], int(fields[1])


def command_of(pid: int) -> str:
    """Read the command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


@contextmanager
def serving(database_url: str, folder: Path, port: int, **settings: str) -> Iterator[Site]:
    """Start `serve` on a database; end it by force where a test has left it running."""
    environment = {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "DATABASE_URL": database_url,
        "MAL_DATA_DIR": str(folder),
        "MAL_TESTING": "1",
        "MAL_NOW": NOW.isoformat(),
        "PYTHONUTF8": "1",
    }
    log = folder / "serve.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
            cwd=ROOT,
            env=environment | settings,
            stdout=output,
            stderr=output,
        )
    try:
        yield Site(process, port, log)
    finally:
        children = children_of(process.pid)
        process.kill()
        process.wait()
        until(lambda: all(state_of(pid)[0] == "Z" for pid in children))


def until(is_so: Callable[[], object]) -> None:
    """Wait for something to happen."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "It does not happen."
        time.sleep(0.05)


def test_two_hundred_slow_clients_hold_nothing_up(database_url: str, tmp_path: Path) -> None:
    limits = {"MAL_HEADER_SECONDS": "6", "MAL_BODY_SECONDS": "8"}
    with serving(database_url, tmp_path, free_port(), **limits) as site:
        until(site.answers)
        port = site.port
        with opened(port, 100, HALF_HEAD) as heads, opened(port, 100, HALF_BODY) as bodies:
            begun = time.monotonic()
            for path in ("/", "/kalendarz/", "/logowanie", "/kalendarz.ics"):
                assert ask(port, path).startswith(b"HTTP/1.1 200"), path
            assert time.monotonic() - begun < 5
            seconds_until_closed(heads, 15, drip=b"a")
            seconds_until_closed(bodies, 15, drip=b"a")
        assert site.answers()


def test_whatever_dies_is_started_again_and_the_rest_goes_on(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path, free_port(), MAL_WEB_WORKERS="2") as site:
        until(site.answers)
        web, letters = site.children("web_process"), site.children("flask")
        assert (len(web), len(letters)) == (2, 1)
        os.kill(letters[0], signal.SIGKILL)
        os.kill(web[0], signal.SIGKILL)
        # The other web process answers meanwhile.
        assert site.answers()
        until(lambda: len(site.children("web_process")) == 2 and len(site.children("flask")) == 1)
        assert site.said("web process 1 has ended (SIGKILL); starting it again in 0.5 s")
        assert site.said("worker of letters has ended (SIGKILL); starting it again in 0.5 s")
        os.kill(web[1], signal.SIGKILL)
        until(lambda: web[1] not in site.children("web_process") and len(site.children("web_process")) == 2)
        assert site.answers()


@ONLY_SQLITE
def test_who_asks_while_the_only_web_process_is_started_anew_is_answered(
    database_url: str, tmp_path: Path
) -> None:
    with serving(database_url, tmp_path, free_port()) as site:
        until(site.answers)
        os.kill(site.children("web_process")[0], signal.SIGKILL)
        until(lambda: not site.children("web_process"))
        assert ask(site.port, "/logowanie", seconds=PATIENCE).startswith(b"HTTP/1.1 200")


def test_it_ends_in_peace_when_it_is_asked_to(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path, free_port()) as site:
        until(site.answers)
        # Asked before it listens to signals, the worker could only be ended by force.
        until(lambda: site.said("the worker has started"))
        children = site.children()
        site.process.terminate()
        assert site.process.wait(timeout=20) == 0
        assert all(state_of(pid)[0] == "Z" for pid in children)
        assert site.said("the worker has ended")
        assert not site.said("Traceback")


@ONLY_SQLITE
def test_killed_outright_it_leaves_no_process_and_no_port_behind(database_url: str, tmp_path: Path) -> None:
    port = free_port()
    with serving(database_url, tmp_path, port) as site:
        until(site.answers)
        children = site.children()
        site.process.kill()
        with serving(database_url, tmp_path, port) as next_one:
            until(lambda: all(state_of(pid)[0] == "Z" for pid in children))
            until(next_one.answers)
            assert len(next_one.children()) == 2


@ONLY_SQLITE
def test_it_waits_for_a_port_that_is_still_held(database_url: str, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as holder,
        serving(database_url, tmp_path, holder.getsockname()[1]) as site,
    ):
        until(lambda: site.said("is held by another program; trying again"))
        assert site.process.poll() is None
        holder.close()
        until(site.answers)


@ONLY_SQLITE
def test_an_address_that_is_not_this_machines_ends_the_start_with_a_sentence(
    database_url: str, tmp_path: Path
) -> None:
    with serving(database_url, tmp_path, free_port(), MAL_BIND="192.0.2.1") as site:
        assert site.process.wait(timeout=PATIENCE) == 1
        assert site.said("Can't listen on 192.0.2.1, port")
