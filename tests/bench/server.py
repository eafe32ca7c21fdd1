"""The web server of a measurement, and how much processor time it and its database have used."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from mal.config import ROOT
from mal.server.cli import web_programs
from mal.server.listener import open_listener
from tests.bench.databases import Scratch

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    roots: tuple[int, ...]

    def cpu_seconds(self) -> float:
        """Sum the processor time of the server's processes, those of the database among them."""
        return cpu_of(self.roots)


def stat_of(pid: int) -> tuple[int, int] | None:
    """Read the parent of a process and the ticks that it and its dead children have used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(fields[1]), sum(int(ticks) for ticks in fields[11:15])


def cpu_of(roots: tuple[int, ...]) -> float:
    """Sum the processor time of some processes and of all their descendants."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    stats = {pid: stat for pid in pids if (stat := stat_of(pid)) is not None}
    wanted, grown = set(roots), True
    while grown:
        more = {pid for pid, (parent, _) in stats.items() if parent in wanted} - wanted
        wanted, grown = wanted | more, bool(more)
    return sum(stats[pid][1] for pid in wanted if pid in stats) / TICKS


@contextmanager
def serving(scratch: Scratch) -> Iterator[Served]:
    """Serve the site on a database the way `serve` does, with the bare view beside it."""
    with open_listener("127.0.0.1", 0) as listener, ExitStack() as running:
        port = listener.getsockname()[1]
        programs = web_programs(listener, scratch.config.web_workers, "tests.bench.served:app")
        processes = [
            running.enter_context(ending(program.start(cwd=ROOT, env=scratch.environment)))
            for program in programs
        ]
        wait_for(port, processes[0])
        roots = tuple(process.pid for process in processes)
        yield Served(port, roots if scratch.server_pid is None else (*roots, scratch.server_pid))


@contextmanager
def ending(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process for the length of a block."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers."""
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("The web server did not start; see above.")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/bare/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise SystemExit("The web server did not answer within half a minute.")
