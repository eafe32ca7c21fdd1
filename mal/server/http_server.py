"""The HTTP server of one web process: waitress, which reads a request whole before it spends a thread on it.

Waitress closes a connection on which nothing moves. Here each request also has a time by which it must be there, so
that whoever sends an octet now and then holds nothing, and a bound on connections, past which the one that has been
quiet for the longest makes room for the newest.
"""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from mal.shared.request_limits import MAX_BODY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Octets of all headers of a request.
MAX_HEADERS = 32_768
# Octets of a body that are kept in memory; the rest waits in a temporary file.
BODY_IN_MEMORY = 65_536
MAX_CONNECTIONS = 500
KEEP_ALIVE_SECONDS = 30
DRAIN_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class ServerLimits:
    """How one web process serves: its threads, and the seconds in which a request must have arrived."""

    threads: int
    header_seconds: int
    body_seconds: int
    max_connections: int = MAX_CONNECTIONS
    behind_proxy: bool = False


class TimedChannel(HTTPChannel):
    """A connection that knows since when the request that it is reading has been on its way."""

    request_began = 0.0

    def received(self, data: bytes) -> bool:
        """Read some octets; the first of a request start its time."""
        if self.request is None:
            self.request_began = time.monotonic()
        return bool(super().received(data))

    def is_late(self, limits: ServerLimits, now: float) -> bool:
        """Return whether the request that is being read should have been there by now (monotonic seconds)."""
        reading = self.request
        if reading is None or self.requests:
            return False
        seconds = limits.body_seconds if reading.headers_finished else limits.header_seconds
        return now - self.request_began > seconds

    @property
    def is_busy(self) -> bool:
        """Return whether a request is being answered, or an answer is on its way."""
        return bool(self.requests or self.total_outbufs_len)


class HttpServer(TcpWSGIServer):
    """Waitress on a listening socket that other processes may share."""

    channel_class = TimedChannel
    active_channels: dict[int, TimedChannel]  # type: ignore[assignment]  # the stubs name one channel

    def __init__(self, application: "WSGIApplication", listener: socket.socket, limits: ServerLimits) -> None:
        """Start to listen; nothing is answered before `run_until`."""
        self.limits = limits
        # All that the loop waits for: connections, the listening socket, and the pipe that wakes it.
        self.watched: dict[int, Any] = {}
        super().__init__(
            application,
            self.watched,
            _sock=listener,
            bind_socket=False,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            adj=adjustments(limits),
        )

    def maintenance(self, now: float) -> None:
        """Once a second, close what is quiet or late."""
        super().maintenance(int(now))
        monotonic = time.monotonic()
        for channel in self.active_channels.values():
            if channel.is_late(self.limits, monotonic):
                channel.will_close = True

    def handle_accept(self) -> None:
        """Take a new connection, in place of the quietest one where there are too many."""
        super().handle_accept()
        if len(self.active_channels) > self.limits.max_connections:
            idle = [channel for channel in self.active_channels.values() if not channel.is_busy]
            if idle:
                min(idle, key=lambda channel: channel.last_activity).handle_close()

    def run_until(self, is_stopping: Callable[[], bool]) -> None:
        """Serve until told to stop, then answer what has arrived and end."""
        while not is_stopping():
            self.serve_once()
        # Only this process stops to accept: others may share the socket.
        self.asyncore.dispatcher.close(self)
        until = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < until and any(each.is_busy for each in self.active_channels.values()):
            self.serve_once()
        self.task_dispatcher.shutdown(timeout=1)
        for channel in list(self.active_channels.values()):
            # Closes its temporary files, too.
            channel.handle_close()
        self.asyncore.close_all(self.watched)

    def serve_once(self) -> None:
        """Wait for something to happen on any connection, at most a second, and handle it."""
        self.asyncore.loop(timeout=1, use_poll=True, map=self.watched, count=1)


def adjustments(limits: ServerLimits) -> Adjustments:
    """Return waitress' own settings."""
    return Adjustments(
        threads=limits.threads,
        # Headers of proxies are dropped at the door where there is none; else Werkzeug counts them.
        clear_untrusted_proxy_headers=not limits.behind_proxy,
        max_request_header_size=MAX_HEADERS,
        # A body that is only a little too large is answered by the application, with a page.
        max_request_body_size=2 * MAX_BODY,
        inbuf_overflow=BODY_IN_MEMORY,
        channel_timeout=KEEP_ALIVE_SECONDS,
        cleanup_interval=1,
        # Beyond our own bound, so that waitress never stops to accept.
        connection_limit=2 * limits.max_connections,
        ident="",
        log_socket_errors=False,
    )
