"""One web process: `python -m mal.server.web_process FD TARGET` serves an application on an open listening socket."""

import logging
import signal
import socket
import sys
import threading

from werkzeug.utils import import_string

from mal.config import Config
from mal.server.http_server import HttpServer, ServerLimits


def limits_of(config: Config) -> ServerLimits:
    """Return what the settings say about a web process."""
    return ServerLimits(
        threads=config.web_threads,
        header_seconds=config.header_seconds,
        body_seconds=config.body_seconds,
        behind_proxy=config.proxy_hops > 0,
    )


def serve_socket(listener: socket.socket, target: str) -> None:
    """Serve the application that the target names (`module:variable`) until SIGTERM or SIGINT."""
    server = HttpServer(import_string(target), listener, limits_of(Config.from_environment()))
    stopping = threading.Event()

    def on_signal(*_: object) -> None:
        stopping.set()
        # The loop may be waiting for something to happen.
        server.pull_trigger()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    server.run_until(stopping.is_set)


def main() -> None:
    """Read the command line and serve."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    # A request that waits a moment for a thread is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    serve_socket(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])


if __name__ == "__main__":
    main()
