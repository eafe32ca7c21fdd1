"""A page seen for the first time, and seen again, weighed in Chromium with the demo's full week in it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from mal.demo import loader
from mal.shared import clock
from mal.shared.database import db
from tests.chromium import page_open
from tests.client import settle_outer_session

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

KB = 1024


@dataclass
class Load:
    """One thing that a page is made of, as it came over the wire with its headers."""

    url: str
    octets: int = 0
    status: int = 0
    from_cache: bool = False

    @property
    def is_font(self) -> bool:
        return urlsplit(self.url).path.endswith(".woff2")


class Scales:
    """Weighs what a page loads from the network; what the browser has in its cache weighs nothing."""

    def __init__(self, page: Page) -> None:
        self.seen: dict[str, Load] = {}
        self.wire = page.context.new_cdp_session(page)
        self.wire.on("Network.requestWillBeSent", self.sent)
        self.wire.on("Network.requestServedFromCache", self.cached)
        self.wire.on("Network.responseReceived", self.answered)
        self.wire.on("Network.responseReceivedExtraInfo", self.answered_by_wire)
        self.wire.on("Network.loadingFinished", self.finished)
        self.wire.send("Network.enable")

    def load_of(self, event: dict[str, Any]) -> Load:
        return self.seen.setdefault(event["requestId"], Load(""))

    def sent(self, event: dict[str, Any]) -> None:
        self.load_of(event).url = event["request"]["url"]

    def cached(self, event: dict[str, Any]) -> None:
        self.load_of(event).from_cache = True

    def answered(self, event: dict[str, Any]) -> None:
        self.load_of(event).from_cache |= bool(event["response"].get("fromDiskCache"))

    def answered_by_wire(self, event: dict[str, Any]) -> None:
        self.load_of(event).status = event["statusCode"]

    def finished(self, event: dict[str, Any]) -> None:
        self.load_of(event).octets = int(event["encodedDataLength"])

    def weigh(self, page: Page) -> list[Load]:
        """List what came over the wire since it was asked the last time."""
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_timeout(150)
        found = [each for each in self.seen.values() if not each.url.startswith("data:")]
        self.seen.clear()
        return [each for each in found if not each.from_cache]


@pytest.fixture
def demo(in_app: Flask) -> None:
    """The demo around today."""
    loader.load()
    db.session.commit()
    settle_outer_session()


def test_a_page_is_four_requests_at_first_and_one_when_seen_again(
    demo: None, chromium: Chromium, live_server: str
) -> None:
    monday = clock.today() - timedelta(days=clock.today().weekday()) + timedelta(days=7)
    for path in ("/", f"/kalendarz/?od={monday.isoformat()}"):
        with page_open(chromium, live_server) as page:
            scales = Scales(page)
            page.goto(path)
            cold = scales.weigh(page)
            assert page.locator(".entry").count() >= 8, "a nearly empty page proves nothing"
            said = "\n".join(f"{each.octets} {each.url}" for each in cold)
            assert len(cold) <= 4, said
            assert [each.status for each in cold] == [200] * len(cold)
            assert sum(each.octets for each in cold if not each.is_font) <= 40 * KB, said
            assert [each.octets <= 60 * KB for each in cold if each.is_font] == [True], said

            page.reload()
            assert [(each.url, each.status) for each in scales.weigh(page)] == [(page.url, 304)]
            page.goto("/pomoc")
            scales.weigh(page)
            page.goto(path)
            assert [(each.url, each.status) for each in scales.weigh(page)] == [(page.url, 304)]


def test_what_is_fetched_twice_is_seen(in_app: Flask, chromium: Chromium, live_server: str) -> None:
    with page_open(chromium, live_server) as page:
        scales = Scales(page)
        page.goto("/pomoc")
        cold = scales.weigh(page)
        assert all(each.octets for each in cold)
        page.evaluate("fetch('/robots.txt').then((answer) => answer.text())")
        page.evaluate("fetch('/robots.txt', { cache: 'reload' }).then((answer) => answer.text())")
        assert [urlsplit(each.url).path for each in scales.weigh(page)] == ["/robots.txt"] * 2
