"""`make help-pictures`: a part of a real page for each step of the help, with a ring around what to press."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Error, FloatRect, Page

from mal.pages.help_pictures import FOLDER, SIZES
from mal.shared import clock
from mal.shared.i18n import COOKIE, LANGUAGES
from mal.shared.timespan import to_utc
from tests.chromium import page_open

# The pictures live on one day, so that taking them anew changes only what has changed on the pages.
TODAY = date(2027, 4, 13)
MORNING = to_utc(TODAY, time(9, 41))
SOON = TODAY + timedelta(days=13)
PHONE, DESKTOP = 480, 720
SHARPNESS = 1.5
MARGIN = 20
LOCALES = {"pl": "pl-PL", "uk": "uk-UA", "en": "en-GB"}
LARGEST = 320_000  # in points: what a phone shows at once
BELOW = 120
MOST_OCTETS = 40 * 1024
QUALITIES = (0.8, 0.7, 0.6, 0.5, 0.4)
SHOWN_ADDRESS = "mal.example.org"

# Days stand as the reader's own phone writes them: this Chromium speaks English only. The address of the machine that
# takes the picture is nobody's business.
TIDY = """address => {
  document.activeElement.blur();
  for (const field of document.querySelectorAll('input[type=date], input[type=time]')) {
    const day = field.type === 'date' && field.valueAsDate, value = field.value;
    field.type = 'text';
    field.value = day
      ? day.toLocaleDateString(navigator.language, {day: '2-digit', month: '2-digit', year: 'numeric'}) : value;
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(location.host, address);
}"""
RING = """found => {
  const box = found.getBoundingClientRect(), gap = 6, ring = document.createElement('div');
  Object.assign(ring.style, {
    position: 'absolute', left: box.left + scrollX - gap + 'px', top: box.top + scrollY - gap + 'px',
    width: box.width + 2 * gap + 'px', height: box.height + 2 * gap + 'px', border: '5px solid #c2185b',
    borderRadius: '14px', boxShadow: '0 0 0 3px #fff, inset 0 0 0 2px #fff', zIndex: 9, pointerEvents: 'none',
  });
  document.body.append(ring);
}"""
# WebP is a third of PNG, and Chromium is the only painter here.
PACK = """async ([picture, quality]) => {
  const octets = Uint8Array.from(atob(picture), each => each.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([octets], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d', {alpha: false}).drawImage(bitmap, 0, 0);
  const packed = await canvas.convertToBlob({type: 'image/webp', quality});
  const text = btoa(Array.from(new Uint8Array(await packed.arrayBuffer()), each => String.fromCharCode(each)).join(''));
  return [text, bitmap.width, bitmap.height];
}"""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture: whose page, which part of it, and what the ring goes around."""

    step: str
    person: str = ""
    path: str
    ring: str
    first: str = "main > :first-child"
    last: str = "main > :last-child"
    width: int = PHONE
    before: Callable[[Page], Any] | None = None


@dataclass(frozen=True)
class TakenPicture:
    """A lossy WebP file and its size in pixels."""

    octets: bytes
    width: int
    height: int


class Untrue(Exception):
    """A page is not as a step tells it."""


@contextmanager
def living_on(app: Flask, moment: datetime) -> Iterator[None]:
    """Let the application believe that it is always this moment."""
    inner = app.wsgi_app

    def moved(environ: Any, start_response: Any) -> Any:
        with clock.at(moment):
            return inner(environ, start_response)

    app.wsgi_app = moved  # type: ignore[method-assign]
    try:
        yield
    finally:
        app.wsgi_app = inner  # type: ignore[method-assign]


def taken(
    browser: Browser, address: str, language: str, shots: list[Shot], enter: Callable[[Page, str], None]
) -> list[str]:
    """Take the pictures in a language; say which steps are not as they are told here."""
    faults = []
    for person in sorted({shot.person for shot in shots}):
        with page_open(
            browser,
            address,
            viewport={"width": PHONE, "height": 900},
            device_scale_factor=SHARPNESS,
            reduced_motion="reduce",
            color_scheme="light",
            locale=LOCALES[language],
        ) as page:
            page.context.add_cookies([{"name": COOKIE, "value": language, "url": address}])
            page.clock.set_fixed_time(MORNING)
            enter(page, person)
            for shot in (each for each in shots if each.person == person):
                try:
                    store(language, shot.step, picture_of(page, shot))
                except (Untrue, Error) as fault:
                    faults.append(f"{language}, {shot.step}, {page.url}: {fault}")
    return faults


def picture_of(page: Page, shot: Shot) -> TakenPicture:
    """Open the page, draw the ring and give the part of the page that the step is about."""
    page.set_viewport_size({"width": shot.width, "height": 900})
    page.goto(shot.path)
    if shot.before is not None:
        shot.before(page)
    page.evaluate(TIDY, SHOWN_ADDRESS)
    target = page.locator(shot.ring).first
    if not target.is_visible():
        raise Untrue(f"nothing to press at {shot.ring!r}")
    top, bottom = stretch(page, shot)
    target.evaluate(RING)
    return smallest(page, {"x": 0, "y": top, "width": shot.width, "height": bottom - top})


def stretch(page: Page, shot: Shot) -> tuple[float, float]:
    """Choose from where to where the picture reaches; of a long part it shows what lies around the ring."""
    top = max(edge(page, shot.first, "y") - MARGIN, 0)
    bottom = edge(page, shot.last, "bottom") + MARGIN
    pressed = edge(page, shot.ring, "bottom")
    if not top < pressed < bottom + MARGIN:
        raise Untrue(f"{shot.ring!r} is not in the picture")
    tallest = LARGEST // shot.width
    if bottom - top <= tallest:
        return top, bottom
    bottom = min(bottom, max(pressed + BELOW, top + tallest))
    return bottom - tallest, bottom


def edge(page: Page, selector: str, side: str) -> float:
    """Measure where an element begins or ends on the page."""
    box = page.locator(selector).first.bounding_box()
    if box is None:
        raise Untrue(f"no {selector!r}")
    scrolled: float = page.evaluate("scrollY")
    return scrolled + box["y"] + (box["height"] if side == "bottom" else 0)


def smallest(page: Page, clip: FloatRect) -> TakenPicture:
    """Return a picture of a part of the page in the best quality that is small enough.

    Raises Untrue if it is too large in every quality.
    """
    picture = base64.b64encode(page.screenshot(clip=clip, full_page=True)).decode()
    for quality in QUALITIES:
        packed, width, height = page.evaluate(PACK, [picture, quality])
        octets = plain(base64.b64decode(packed))
        if len(octets) <= MOST_OCTETS:
            return TakenPicture(octets, width, height)
    raise Untrue(f"{len(octets)} octets, at most {MOST_OCTETS}")


def plain(webp: bytes) -> bytes:
    """Leave only the picture itself in a WebP file: what else there may be is of no use here."""
    at = 12
    while at < len(webp):
        size = 8 + int.from_bytes(webp[at + 4 : at + 8], "little")
        size += size % 2
        if webp[at : at + 4] == b"VP8 ":
            body = b"WEBP" + webp[at : at + size]
            return b"RIFF" + len(body).to_bytes(4, "little") + body
        at += size
    raise Untrue("Chromium gave no lossy picture")


def store(language: str, step: str, picture: TakenPicture) -> None:
    """Write a picture, and its size into the JSON file that the application reads."""
    path = FOLDER / language / f"{step}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture.octets)
    sizes = read_sizes()
    sizes.setdefault(language, {})[step] = [picture.width, picture.height]
    write_sizes(sizes)
    print(path, len(picture.octets) // 1024, "KB")


def read_sizes() -> dict[str, dict[str, list[int]]]:
    """Return width and height of the pictures by language and step."""
    sizes: dict[str, dict[str, list[int]]] = json.loads(SIZES.read_text()) if SIZES.exists() else {}
    return sizes


def write_sizes(sizes: dict[str, dict[str, list[int]]]) -> None:
    """Write the sizes in a stable order, a picture a line."""
    languages = [
        f'  "{language}": {{\n'
        + ",\n".join(f'    "{step}": {size}' for step, size in sorted(steps.items()))
        + "\n  }"
        for language, steps in sorted(sizes.items())
    ]
    SIZES.write_text("{\n" + ",\n".join(languages) + "\n}\n")


def remove_unused(shots: list[Shot]) -> None:
    """Delete the pictures that no step shows, with their sizes."""
    steps = {shot.step for shot in shots}
    for path in FOLDER.glob("*/*.webp"):
        if path.stem not in steps or path.parent.name not in LANGUAGES:
            path.unlink()
    sizes = read_sizes()
    write_sizes(
        {
            language: {step: size for step, size in sizes[language].items() if step in steps}
            for language in sizes
            if language in LANGUAGES
        }
    )
