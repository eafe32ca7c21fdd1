"""The pictures of the help, made by `make help-pictures`: where they are and how large, in each language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import get_locale

from mal.shared.assets import STATIC, addresses

HELP = STATIC / "help"
# The head of a plain WebP file by its places: its marks, and both sizes as fourteen bits each.
MARK, START_OF_FRAME, WIDTH, HEIGHT = slice(8, 16), slice(23, 26), slice(26, 28), slice(28, 30)
FOURTEEN_BITS = 0x3FFF


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page names it; knowing its size, nothing on the page jumps when it comes."""

    address: str
    width: int
    height: int


def picture(step: str) -> Picture | None:
    """Give the picture of a step in the reader's language."""
    return pictures().get((str(get_locale()), step))


@cache
def pictures() -> dict[tuple[str, str], Picture]:
    """Read all pictures by language and step, once."""
    return {
        (path.parent.name, path.stem): Picture(
            addresses()[path.relative_to(STATIC).as_posix()], *size_of(path)
        )
        for path in sorted(HELP.glob("*/*.webp"))
    }


def size_of(path: Path) -> tuple[int, int]:
    """Read how wide and how high a picture is from the head of its file."""
    with path.open("rb") as file:
        head = file.read(30)
    if head[MARK] != b"WEBPVP8 " or head[START_OF_FRAME] != b"\x9d\x01\x2a":
        raise ValueError(f"{path} is no plain WebP.")
    return (
        int.from_bytes(head[WIDTH], "little") & FOURTEEN_BITS,
        int.from_bytes(head[HEIGHT], "little") & FOURTEEN_BITS,
    )
