"""`python -m tests.bench.slow_clients`: how a WSGI server bears clients that never finish a request.

Without arguments it measures what `serve` starts; with arguments any other server, `{port}` standing for its port:
`python -m tests.bench.slow_clients gunicorn --worker-class=gthread --threads=8 --bind=127.0.0.1:{port} wsgi:app`.
The database is that of DATABASE_URL, with the demo loaded.
"""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mal.config import ROOT
from tests.bench.client import Asking, Crowd
from tests.bench.server import cpu_of
from tests.postgres import free_port
from tests.server.sockets import HALF_BODY, HALF_HEAD, ask, opened, seconds_until_closed

SERVE = (sys.executable, "-m", "flask", "--app", "wsgi", "serve")
SLOW_CLIENTS, PAGES = 200, 20
SECONDS = 3.0
PATIENCE = 45.0
PATHS = ("/logowanie", "/kalendarz/", "/kalendarz.ics")


def descendants(pid: int) -> list[int]:
    """List a process and all that it has started, the eldest first."""
    found = [pid]
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and parent_of(int(path.name)) == pid:
            found += descendants(int(path.name))
    return found


def parent_of(pid: int) -> int:
    """Return the parent of a process, 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def memory_of(pid: int) -> int:
    """Return the megabytes of a process and all that it has started; what they share counts once."""
    total = 0
    for each in descendants(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total // 1024


def milliseconds_of_pages(port: int) -> str:
    """Ask for some pages one after another; return how many were answered, and how quickly."""
    times = []
    for _ in range(PAGES):
        begun = time.monotonic()
        try:
            answered = b" 200" in ask(port, PATHS[0], seconds=5)[:15]
        except OSError:
            answered = False
        if not answered:
            break
        times.append(1000 * (time.monotonic() - begun))
    quick = f", median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms" if times else ""
    return f"{len(times)} of {PAGES} pages answered{quick}"


def throughput(root: int, port: int, path: str) -> str:
    """Return how many answers a second eight kept connections get, and the server's processor time for one."""
    crowd, request = Crowd(port), [[Asking("GET", path).octets().decode(), 200]]
    crowd.work(request, 1, once=False)
    used = cpu_of((root,))
    done = crowd.work(request, SECONDS, once=False)
    used = cpu_of((root,)) - used
    for line in crowd.lines:
        line.socket.close()
    each = 1000 * used / done["done"]
    return f"{done['done'] / done['seconds']:.0f} a second, {each:.2f} ms of processor time each"


def among_slow_clients(port: int, begun: bytes) -> str:
    """Open many unfinished requests; return what others get meanwhile, and when the server hangs up."""
    with opened(port, SLOW_CLIENTS, begun) as connections:
        time.sleep(0.5)
        pages = milliseconds_of_pages(port)
        return f"{pages}; {closing(lambda: seconds_until_closed(connections, PATIENCE))}"


def dripping(port: int, begun: bytes) -> str:
    """Open some unfinished requests to which an octet is added now and then; return when the server hangs up."""
    with opened(port, 20, begun) as connections:
        return closing(lambda: seconds_until_closed(connections, PATIENCE, drip=b"a"))


def closing(wait: Callable[[], float]) -> str:
    """Describe how long the server bears unfinished requests."""
    try:
        return f"all closed after {wait():.0f} s more"
    except AssertionError as still_open:
        return f"after {PATIENCE:.0f} s more {still_open}"


def after_a_death(root: int, port: int) -> str:
    """Kill the first process that the server started; return for how long nobody is answered."""
    begun = last = time.monotonic()
    os.kill(descendants(root)[1], signal.SIGKILL)
    while time.monotonic() - begun < 8:
        try:
            if b" 200" not in ask(port, PATHS[0], seconds=2)[:15]:
                last = time.monotonic()
        except OSError:
            last = time.monotonic()
    return f"the last failure {last - begun:.1f} s after"


def measure(command: Sequence[str], port: int) -> None:
    """Measure one server on its port and show each figure as it is found."""
    filled = [part.replace("{port}", str(port)) for part in command]
    process = subprocess.Popen(filled, cwd=ROOT, env=os.environ | {"PORT": str(port)})
    try:
        wait_until_answered(port)
        print(f"memory at rest                {memory_of(process.pid)} MB")
        for path in PATHS:
            print(f"{path:30}{throughput(process.pid, port, path)}")
        print(f"memory after that             {memory_of(process.pid)} MB")
        for words, half in (("heads", HALF_HEAD), ("bodies", HALF_BODY)):
            print(f"{SLOW_CLIENTS} half-sent {words:16}{among_slow_clients(port, half)}", flush=True)
            print(f"20 dripping {words:18}{dripping(port, half)}", flush=True)
        print(f"a process killed              {after_a_death(process.pid, port)}")
    finally:
        begun = time.monotonic()
        process.terminate()
        process.wait(timeout=30)
        print(
            f"end                           status {process.returncode} after {time.monotonic() - begun:.1f} s"
        )


def wait_until_answered(port: int) -> None:
    """Wait until the server answers, at most a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if b" 200" in ask(port, PATHS[0])[:15]:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server does not answer.")


if __name__ == "__main__":
    measure(sys.argv[1:] or SERVE, free_port())
