"""Addresses and sizes of the pictures of the help, in each language.

`make help-pictures` takes the pictures and writes their sizes to a JSON file: {language: {step: [width, height]}}.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import get_locale

from mal.shared.assets import STATIC, addresses

FOLDER = STATIC / "help"
SIZES = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for an img element; width and height, in pixels, keep the page from moving when it loads."""

    url: str
    width: int
    height: int


def get_picture(step: str) -> Picture | None:
    """Return the picture of a step of the help in the reader's language, or None."""
    return load_pictures().get((str(get_locale()), step))


@cache
def load_pictures() -> dict[tuple[str, str], Picture]:
    """Return all pictures by language and step; the file is read once."""
    sizes: dict[str, dict[str, tuple[int, int]]] = json.loads(SIZES.read_text())
    return {
        (language, step): Picture(addresses()[f"{FOLDER.name}/{language}/{step}.webp"], width, height)
        for language, steps in sizes.items()
        for step, (width, height) in steps.items()
    }
