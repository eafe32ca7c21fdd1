"""Static files under names that carry their content, so that browsers keep them for good."""

import hashlib
import re
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from mal.shared.web import HEADERS

STATIC = Path(__file__).resolve().parent.parent / "static"
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
NOT_SERVED = frozenset({".gz", ".md", ".txt"})


@cache
def addresses() -> dict[str, str]:
    """Give the address of each static file by its path: "css/mal.css" is served as "/static/css/mal.<hash>.css"."""
    found: dict[str, str] = {}
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.suffix not in NOT_SERVED:
            plain = path.relative_to(STATIC).as_posix()
            mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            found[plain] = f"/static/{plain.removesuffix(path.suffix)}.{mark}{path.suffix}"
    return found


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
        add_headers_function=protect,
    )
    noise.add_files(str(STATIC), prefix="static/")
    for plain, address in addresses().items():
        noise.add_file_to_dictionary(address, str(STATIC / plain))
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = addresses().__getitem__
