"""Every page as every person, beyond what axe sees: fingers, keyboards, little motion, own colours, wide spacing.

And nothing on any page is asked of another site.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.browser.probing import faults_on
from tests.browser.test_nobody_is_kept_out import PEOPLE, full_town, opened, pages_of
from tests.chromium import page_open
from tests.client import settle_outer_session
from tests.sample_data import Town

of_one_kind = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return full_town()


def elsewhere(asked: list[str], address: str) -> list[str]:
    """List what was asked of any other site than this one."""
    home = urlsplit(address)[:2]
    return [each for each in asked if urlsplit(each)[:2] != home and not each.startswith("data:")]


@of_one_kind
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_serves_fingers_keyboards_and_eyes_of_all_kinds(
    town: Town, chromium: Chromium, live_server: str, person: str, width: int
) -> None:
    settle_outer_session()
    faults: list[str] = []
    asked: list[str] = []
    with opened(chromium, live_server, person, width, "light") as page:
        page.on("request", lambda each: asked.append(each.url))
        for path in pages_of(person):
            page.goto(path)
            faults += [f"{path}: {fault}" for fault in faults_on(page)]
    assert not faults, "\n".join(faults)
    assert len(asked) >= len(pages_of(person))
    assert elsewhere(asked, live_server) == []


FRAME = """<!doctype html><html><head><style>
  * {{ box-sizing: border-box }} body {{ background: #fff; color: #000; font: 16px/1.5 sans-serif }}
  a, button {{ color: #000 }}
  .button, .choice input {{ appearance: none; border: 2px solid; min-height: 44px; min-width: 44px }}
  {0}</style></head><body><p>{1}</p></body></html>"""
GOOD = """<a class="button" style="display: inline-block" href="#a">Poproś o salę</a>"""


@pytest.fixture(scope="module")
def blank(chromium: Chromium) -> Iterator[Page]:
    with page_open(chromium, "http://127.0.0.1") as page:
        yield page


@pytest.mark.parametrize(
    ("probe", "style", "body", "seen"),
    [
        ("targets", "", '<a href="#a">Dalej</a>', "to touch"),
        ("targets", "", '<a href="#a">Dalej</a> <a href="#b">Wstecz</a>', "to touch"),
        ("targets", "", "<button>x</button>", "to touch"),
        ("targets", "", '<label><input type="checkbox"></label>', "to touch"),
        ("focus", "a:focus { outline: none }", GOOD, "without an outline"),
        ("focus", "a:focus { outline: 1px solid #000 }", GOOD, "without an outline"),
        ("focus", "a:focus { outline: 3px solid #bbb }", GOOD, "at a contrast of 1.9"),
        (
            "focus",
            "i { position: fixed; inset: 0; background: #fff }",
            f"{GOOD}<i></i>",
            "covered while focused",
        ),
        ("focus", "", '<a class="button" tabindex="3" href="#a">Poproś</a>', "jumps the queue"),
        ("motion", "a { transition: color .1s }", GOOD, "moves"),
        ("motion", "a::after { content: ''; animation: x 1s infinite }", GOOD, "moves"),
        ("motion", "html { scroll-behavior: smooth }", GOOD, "scrolls smoothly"),
        (
            "forced",
            ".count { background: #000; color: #fff }",
            '<span class="count">8</span>',
            "no line left",
        ),
        (
            "forced",
            "a { display: inline-block; border-bottom: 3px solid transparent } a[aria-current] { border-color: #000 }",
            '<span><nav><a href="#a">Jeden</a><a href="#b" aria-current="page">Dwa</a></nav></span>',
            "not told from its neighbours",
        ),
        ("forced", "", '<span class="choice"><input type="checkbox" checked></span>', "its tick is gone"),
        ("colour", "", '<span class="status status--good">Zatwierdzona</span>', "colour alone (.status)"),
        (
            "colour",
            "",
            '<span class="sign"><span class="sign__letter"> &nbsp;</span></span>',
            "(.sign__letter)",
        ),
        ("colour", "", '<span class="block block--asked">17:00–19:00</span>', "(.block--asked"),
        (
            "spacing",
            "b { display: block; width: 5em; height: 1.2em; overflow: hidden }",
            "<b>Warsztat</b>",
            "cut off",
        ),
        (
            "spacing",
            ".tag { display: inline-block; width: 70px; white-space: nowrap }",
            '<span class="tag">Warsztaty</span>',
            "spills over",
        ),
        (
            "spacing",
            "b { white-space: nowrap; font-size: 400px }",
            "<b>Warsztaty</b>",
            "wider than the window",
        ),
    ],
)
def test_each_fault_is_seen(blank: Page, probe: str, style: str, body: str, seen: str) -> None:
    blank.set_content(FRAME.format(style, body))
    assert any(seen in fault for fault in faults_on(blank, probe)), faults_on(blank, probe)


def test_a_good_page_has_none(blank: Page) -> None:
    style = """:focus-visible { outline: 3px solid #000; outline-offset: 2px }
      @media (forced-colors: active) { .choice input::before { forced-color-adjust: none } }"""
    body = f"""{GOOD} Przeczytaj <a href="#b">Regulamin</a> przed wysłaniem.
      <span class="choice"><input id="a" type="checkbox" checked><label for="a">Tak</label></span>
      <span class="status"><svg width="9" height="9"></svg>Zatwierdzona</span>"""
    blank.set_content(FRAME.format(style, body))
    assert faults_on(blank) == []


def test_what_is_asked_of_another_site_is_seen(blank: Page) -> None:
    asked: list[str] = []
    blank.on("request", lambda each: asked.append(each.url))
    blank.set_content(
        '<img alt="" src="http://127.0.0.2:9/a.png"><img alt="" src="data:image/gif;base64,AAAA">'
    )
    assert elsewhere(asked, "http://127.0.0.1") == ["http://127.0.0.2:9/a.png"]
