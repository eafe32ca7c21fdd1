"""The people in front of the server: a process of its own that sends requests over kept connections.

Reads one line of JSON a sample, what to send and for how long, and answers with a line: how many were answered.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from threading import Lock, Thread
from typing import Any

from mal.config import ROOT

CONNECTIONS = 8


@dataclass(frozen=True)
class Asking:
    """One request as it goes over the wire, and the status that it must be answered with."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    status: int = 200

    def octets(self) -> bytes:
        """Write it out."""
        headers = [("Host", "127.0.0.1"), *self.headers]
        if self.method == "POST":
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            headers.append(("Content-Length", str(len(self.body))))
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        return f"{self.method} {self.path} HTTP/1.1\r\n{lines}\r\n{self.body}".encode()


class Line:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.port = port
        self.socket = self._connected()

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def ask(self, octets: bytes) -> tuple[int, int]:
        """Send a request; give the status and the length of the answer's body."""
        self.socket.sendall(octets)
        head, _, rest = self._until_blank_line().partition(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        status = int(lines[0].split()[1])
        fields = dict(line.split(": ", 1) for line in lines[1:])
        length = 0 if status == 304 else int(fields["content-length"])
        missing = length - len(rest)
        while missing > 0:
            missing -= len(self._more())
        if fields.get("connection") == "close":
            self.socket.close()
            self.socket = self._connected()
        return status, length

    def _until_blank_line(self) -> bytes:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        return got

    def _more(self) -> bytes:
        part = self.socket.recv(262144)
        if not part:
            raise ConnectionError("the server hung up")
        return part


class Crowd:
    """All connections together, working off one list."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.lines = [Line(port) for _ in range(CONNECTIONS)]
        self.lock = Lock()

    def work(self, requests: list[list[Any]], seconds: float, *, once: bool) -> dict[str, Any]:
        """Send the requests, over and over or each once, until the time is over."""
        list_ = requests if once else cycle(requests)
        todo, done, bytes_, wrong = iter(list_), [0], [0], list[str]()
        until = time.monotonic() + seconds

        def go(line: Line) -> None:
            while time.monotonic() < until:
                with self.lock:
                    asking = next(todo, None)
                if asking is None:
                    return
                status, length = line.ask(asking[0].encode())
                with self.lock:
                    done[0] += 1
                    bytes_[0] = length
                    if status != asking[1]:
                        wrong.append(f"{status} for {asking[0][:200]}")

        began = time.monotonic()
        threads = [Thread(target=go, args=(line,)) for line in self.lines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"done": done[0], "seconds": time.monotonic() - began, "bytes": bytes_[0], "wrong": wrong[:3]}


@dataclass(frozen=True)
class Client:
    """The client's process, seen from ours."""

    process: "subprocess.Popen[str]"

    def work(self, askings: list[Asking], seconds: float, *, once: bool = False) -> dict[str, Any]:
        """Have it send some requests; stop the measurement where one is answered wrongly."""
        assert self.process.stdin
        assert self.process.stdout
        requests = [(asking.octets().decode(), asking.status) for asking in askings]
        self.process.stdin.write(json.dumps([requests, seconds, once]) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline() or "{}")
        if not told or told["wrong"]:
            raise SystemExit(f"A request was not answered as it should be: {told.get('wrong')}")
        return told


@contextmanager
def client_of(port: int) -> Iterator[Client]:
    """Start the client's process, and end it."""
    command = [sys.executable, "-m", "tests.bench.client", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Client(process)
        finally:
            process.terminate()


def main() -> None:
    """Work off what comes in."""
    crowd = Crowd(int(sys.argv[1]))
    for line in sys.stdin:
        requests, seconds, once = json.loads(line)
        print(json.dumps(crowd.work(requests, seconds, once=once)), flush=True)


if __name__ == "__main__":
    main()
