"""Static files under names that carry their content, so that browsers keep them for good.

`python -m mal.shared.assets` puts copies of them beside compressed ones into a folder of their own, before anything
is served. The names are those of the content there, too: a copy of what has been changed since is never asked for.
Without the copies everything is served as it stands.
"""

import gzip
import hashlib
import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from mal.shared.web import HEADERS

STATIC = Path(__file__).resolve().parent.parent / "static"
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{12}(\.[a-z0-9]+)$")
NOT_SERVED = frozenset({".gz", ".md", ".txt"})
PACKED = STATIC.parent / "packed"
WORTH_PACKING = frozenset({".css", ".js", ".svg"})
ICON = "img/mal.svg"


@cache
def addresses() -> dict[str, str]:
    """Give the address of each static file by its path: "css/mal.css" is served as "/static/css/mal.<hash>.css"."""
    return {NAMED_BY_CONTENT.sub(r"\1", plain): address_of(plain) for plain in plain_files()}


@cache
def plain_files() -> list[str]:
    """List what is served, by its path."""
    files = [path for path in sorted(STATIC.rglob("*")) if path.is_file() and path.suffix not in NOT_SERVED]
    return [path.relative_to(STATIC).as_posix() for path in files]


def address_of(plain: str) -> str:
    """Give the address that carries the content of a file; the font, which the stylesheet names, bears it already."""
    if NAMED_BY_CONTENT.search(plain):
        return f"/static/{plain}"
    mark = hashlib.sha256((STATIC / plain).read_bytes()).hexdigest()[:12]
    name, _, suffix = plain.rpartition(".")
    return f"/static/{name}.{mark}.{suffix}"


def packed(address: str) -> Path:
    """Give the place of a copy whose compressed twin lies beside it."""
    return PACKED / address.removeprefix("/static/")


def pack() -> None:
    """Copy and compress what is served as text; what is there already stays, for a server may be reading it."""
    for plain in plain_files():
        copy = packed(address_of(plain))
        twin = copy.with_name(copy.name + ".gz")
        if copy.suffix in WORTH_PACKING and not (copy.exists() and twin.exists()):
            octets = (STATIC / plain).read_bytes()
            copy.parent.mkdir(parents=True, exist_ok=True)
            write(twin, gzip.compress(octets, 9, mtime=0))
            write(copy, octets)


def write(path: Path, octets: bytes) -> None:
    """Write a file whole, or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.write_bytes(octets)
    draft.replace(path)


def icon_in_place() -> str:
    """Give the icon as an address that holds it: nobody needs to ask for it."""
    return "data:image/svg+xml," + quote((STATIC / ICON).read_text(), safe=" =:/")


def protect(headers: Headers, _path: str, _url: str) -> None:
    """Send the security headers of pages with a file, too."""
    for name, value in HEADERS.items():
        headers[name] = value


def init_app(app: Flask) -> None:
    """Serve the static files before any request reaches the application, and name them for pages."""
    noise = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=lambda _path, url: bool(NAMED_BY_CONTENT.search(url)),
        max_age=86400,
        # Scripts of other sites have nothing to read here.
        allow_all_origins=False,
        add_headers_function=protect,
    )
    noise.add_files(str(STATIC), prefix="static/")
    for plain in plain_files():
        copy = packed(address_of(plain))
        noise.add_file_to_dictionary(address_of(plain), str(copy if copy.exists() else STATIC / plain))
    # For whoever asks unbidden.
    noise.add_file_to_dictionary("/favicon.ico", str(STATIC / ICON))
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.jinja_env.globals.update(asset=addresses().__getitem__, icon_in_place=icon_in_place())


if __name__ == "__main__":
    pack()
