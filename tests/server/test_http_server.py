"""The HTTP server of a web process: what is slow holds nothing, and what has arrived is answered."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPResponse
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from mal.server.http_server import HttpServer, ServerLimits
from mal.server.listener import open_listener
from mal.shared.request_limits import MAX_BODY
from tests.server.sockets import HALF_BODY, HALF_HEAD, ask, opened, read_all, seconds_until_closed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LIMITS = ServerLimits(threads=2, header_seconds=2, body_seconds=4)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer with what was asked for: the time of a sleep, the headers, many octets, or the body's length."""
    path = environ["PATH_INFO"]
    if path == "/sleep":
        time.sleep(1.5)
    body = b"x" * 5_000_000 if path == "/large" else str(len(environ["wsgi.input"].read())).encode()
    if path == "/headers":
        body = ", ".join(sorted(name for name in environ if name.startswith("HTTP_X"))).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def running(limits: ServerLimits) -> Iterator[tuple[int, Callable[[], None]]]:
    """Run a server in a thread; give its port and what stops it and waits for its end."""
    stopping = Event()
    with open_listener("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        server = HttpServer(application, listener, limits)
        thread = Thread(target=server.run_until, args=(stopping.is_set,))
        thread.start()

        def stop() -> None:
            stopping.set()
            server.pull_trigger()
            thread.join(timeout=20)
            assert not thread.is_alive()

        try:
            yield port, stop
        finally:
            if thread.is_alive():
                stop()


@pytest.fixture
def port() -> Iterator[int]:
    with running(LIMITS) as (port, _):
        yield port


def test_half_sent_requests_take_no_thread_and_are_closed_when_their_time_is_over(port: int) -> None:
    with opened(port, 100, HALF_HEAD) as heads, opened(port, 100, HALF_BODY) as bodies:
        for _ in range(20):
            begun = time.monotonic()
            assert ask(port).startswith(b"HTTP/1.1 200")
            assert time.monotonic() - begun < 1
        seconds_until_closed(heads, 5)
        seconds_until_closed(bodies, 5)


@pytest.mark.parametrize("begun", [HALF_HEAD, HALF_BODY])
def test_who_sends_an_octet_now_and_then_gets_no_more_time(port: int, begun: bytes) -> None:
    with opened(port, 5, begun) as connections:
        seconds_until_closed(connections, 8, drip=b"a")


def test_who_needs_half_the_time_is_answered(port: int) -> None:
    with opened(port, 1, HALF_BODY) as (connection,):
        time.sleep(1.5)
        connection.sendall(b"a" * 993)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_kept_connection_outlives_the_time_of_one_request(port: int) -> None:
    request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    with opened(port, 1, request) as (connection,):
        for seconds in (3.5, 0):
            answer = HTTPResponse(connection)
            answer.begin()
            assert (answer.status, answer.read()) == (200, b"0")
            time.sleep(seconds)
            connection.sendall(request)


def test_the_quietest_connection_makes_room_for_the_newest() -> None:
    patient = replace(LIMITS, header_seconds=60, max_connections=20)
    with running(patient) as (port, _), opened(port, 200, HALF_HEAD) as connections:
        assert ask(port).startswith(b"HTTP/1.1 200")
        seconds_until_closed(connections[:150], 5)


def test_who_does_not_read_an_answer_takes_no_thread(port: int) -> None:
    with opened(port, 20, b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"):
        time.sleep(0.5)
        begun = time.monotonic()
        assert ask(port).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - begun < 1


def test_more_than_any_request_of_ours_is_refused_before_it_is_read(port: int) -> None:
    assert ask(port, headers=f"X-Long: {'a' * 40_000}\r\n").startswith(b"HTTP/1.0 431")
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {3 * MAX_BODY}\r\n\r\n"
    with opened(port, 1, head.encode()) as (connection,):
        assert connection.recv(1000).startswith(b"HTTP/1.1 413")


def test_headers_of_a_proxy_count_only_where_there_is_one(port: int) -> None:
    forwarded = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
    assert b"HTTP_X_FORWARDED" not in ask(port, "/headers", forwarded)
    with running(replace(LIMITS, behind_proxy=True)) as (behind, _):
        assert b"HTTP_X_FORWARDED_FOR, HTTP_X_FORWARDED_PROTO" in ask(behind, "/headers", forwarded)


def test_what_has_arrived_is_answered_before_the_server_ends() -> None:
    with running(LIMITS) as (port, stop), ThreadPoolExecutor(8) as people:
        slow = [people.submit(ask, port, "/sleep") for _ in range(4)]
        with socket.create_connection(("127.0.0.1", port), timeout=10) as large:
            large.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            time.sleep(0.5)
            stopped = people.submit(stop)
            assert len(read_all(large)) > 5_000_000
        assert {each.result()[:12] for each in slow} == {b"HTTP/1.1 200"}
        stopped.result()


def test_half_sent_requests_do_not_hold_up_the_end() -> None:
    with running(replace(LIMITS, header_seconds=60)) as (port, stop), opened(port, 50, HALF_HEAD):
        time.sleep(0.2)
        begun = time.monotonic()
        stop()
        assert time.monotonic() - begun < 3
