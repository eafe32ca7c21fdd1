"""The Chromium of this machine, driven by Playwright without a download of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from mal.shared import clock
from mal.shared.i18n import COOKIE

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A browser that calls nobody.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
)


def find_chromium() -> str | None:
    """Find the browser's program."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium_running(program: str) -> Iterator[Browser]:
    """Keep one headless browser open."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *as_root])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_open(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open a page as a reader in Milanówek; fail at the end if it complained about anything."""
    defaults: dict[str, Any] = {"locale": "pl-PL", "timezone_id": "Europe/Warsaw"}
    language = options.pop("language", "pl")
    context = browser.new_context(base_url=address, **(defaults | options))
    # As a reader who has chosen: the sample accounts read letters in English.
    context.add_cookies([{"name": COOKIE, "value": language, "url": address}])
    context.set_default_timeout(10_000)
    # The browser's clock starts at the server's instant and goes on from there, so that timers run.
    context.clock.install(time=clock.now())
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda response: complaints.extend(_missing(response)))
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    try:
        yield page
    finally:
        context.close()
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


def _complaint(message: ConsoleMessage) -> Iterator[str]:
    # A refused form is answered with 4xx on purpose, and Chromium reports each such answer.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        yield message.text


def _missing(response: Response) -> Iterator[str]:
    part_of_page = response.request.resource_type in {"stylesheet", "script", "font", "image"}
    if part_of_page and response.status >= 400:
        yield f"{response.status} for {response.url}"


def barriers_on(page: Page) -> list[str]:
    """Say what axe finds on a page that would keep somebody out; it finds only a part."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Tell whether the page is wider than its window."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider


class _Handler(WSGIRequestHandler):
    # Before HTTP/1.1 a browser does not believe the ETag of what it has. Each connection is closed all the same.
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
