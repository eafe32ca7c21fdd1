"""What the checks in a real browser are there to see, they see."""

from collections.abc import Iterator

import pytest
from flask import Flask, abort
from playwright.sync_api import Browser

from tests.chromium import barriers_on, page_open, scrolls_sideways, served

GOOD = "<!doctype html><html lang=pl><title>T</title><main><h1>N</h1><p>Tekst</p></main></html>"
NARROW = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def planted() -> Iterator[str]:
    """A site of five pages, each with what its address says."""
    app = Flask("planted")
    pages = {
        "good": GOOD,
        "unlabelled": GOOD.replace("<p>Tekst</p>", "<input>"),
        "wide": GOOD.replace("<p>", "<p style='width:900px'>"),
        "unstyled": GOOD.replace("</title>", "</title><link rel=stylesheet href=/lost.css>"),
        "broken": GOOD.replace("<p>", "<script>nothing()</script><p>"),
    }

    @app.get("/<name>")
    def show(name: str) -> str:
        return pages.get(name) or abort(404)

    with served(app) as address:
        yield address


def test_a_good_page_has_nothing_to_complain_of(chromium: Browser, planted: str) -> None:
    with page_open(chromium, planted, **NARROW) as page:
        page.goto("/good")
        assert barriers_on(page) == []
        assert not scrolls_sideways(page)


def test_a_barrier_is_seen(chromium: Browser, planted: str) -> None:
    with page_open(chromium, planted) as page:
        page.goto("/unlabelled")
        assert any(barrier.startswith("label ") for barrier in barriers_on(page))


def test_a_page_wider_than_a_phone_is_seen(chromium: Browser, planted: str) -> None:
    with page_open(chromium, planted, **NARROW) as page:
        page.goto("/wide")
        assert scrolls_sideways(page)


def test_a_missing_stylesheet_is_seen(chromium: Browser, planted: str) -> None:
    with pytest.raises(AssertionError, match=r"404 for .*/lost\.css"):  # noqa: SIM117
        with page_open(chromium, planted) as page:
            page.goto("/unstyled")


def test_an_error_in_a_script_is_seen(chromium: Browser, planted: str) -> None:
    with pytest.raises(AssertionError, match="nothing is not defined"):  # noqa: SIM117
        with page_open(chromium, planted) as page:
            page.goto("/broken")
