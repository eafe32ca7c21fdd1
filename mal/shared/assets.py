"""Static files under names that carry their content, so that browsers keep them for good."""

import hashlib
import re
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).resolve().parent.parent / "static"
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


def init_app(app: Flask) -> None:
    """Serve the static files before any request reaches the application, and name them for pages."""
    noise = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=lambda _path, url: bool(NAMED_BY_CONTENT.search(url)),
        max_age=86400,
    )
    noise.add_files(str(STATIC), prefix="static/")
    names: dict[str, str] = {}
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.suffix not in {".gz", ".md", ".txt"}:
            plain = path.relative_to(STATIC).as_posix()
            mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            names[plain] = f"{plain.removesuffix(path.suffix)}.{mark}{path.suffix}"
            noise.add_file_to_dictionary(f"/static/{names[plain]}", str(path))
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = lambda plain: f"/static/{names[plain]}"
