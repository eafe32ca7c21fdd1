"""The listening socket: opened once by the supervisor, shared by all web processes, open while they are restarted."""

import errno
import logging
import socket
from threading import Event

log = logging.getLogger("mal.server")

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
# Connections that wait in the kernel until a process accepts them.
BACKLOG = 1024


def open_listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens; connections wait in it until somebody accepts them.

    Raises OSError.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def wait_for_listener(host: str, port: int, stopping: Event) -> socket.socket | None:
    """Return a listening socket as soon as nobody else holds the port; None when told to stop meanwhile.

    Raises OSError for whatever does not pass by waiting.
    """
    pause = FIRST_PAUSE_SECONDS
    while not stopping.is_set():
        try:
            return open_listener(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
        log.warning("port %d is held by another program; trying again in %g s", port, pause)
        stopping.wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
    return None
