"""Clients that speak HTTP by hand: quick ones, and those that never finish."""

import select
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

HALF_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HALF_BODY = (
    b"POST /logowanie HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\nemail=a"
)


def ask(port: int, path: str = "/", headers: str = "", seconds: float = 10) -> bytes:
    """Send a request on a connection of its own; return the whole answer, nothing where the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n".encode()
        )
        return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """Read until the server hangs up."""
    parts = []
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


@contextmanager
def opened(port: int, count: int, octets: bytes) -> Iterator[list[socket.socket]]:
    """Open connections and send the same on each."""
    with ExitStack() as stack:
        connections = []
        for _ in range(count):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            connection.sendall(octets)
            connections.append(connection)
        yield connections


def seconds_until_closed(connections: Iterable[socket.socket], limit: float, drip: bytes = b"") -> float:
    """Wait until the server has closed all connections; meanwhile send a few octets on each now and then."""
    begun, still_open = time.monotonic(), set(connections)
    while still_open:
        assert time.monotonic() - begun < limit, f"{len(still_open)} connections are still open"
        readable, _, _ = select.select(list(still_open), [], [], 0.2)
        still_open -= {each for each in readable if is_closed(each)}
        for each in still_open:
            drop(each, drip)
    return time.monotonic() - begun


def is_closed(connection: socket.socket) -> bool:
    """Return whether the server has hung up, what it may have said before left aside."""
    try:
        return not connection.recv(65536)
    except ConnectionResetError:
        return True


def drop(connection: socket.socket, octets: bytes) -> None:
    """Send a little, wherever the server still listens."""
    with suppress(OSError):
        connection.sendall(octets)
