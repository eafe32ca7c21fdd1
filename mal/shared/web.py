"""What every request shares: one transaction, security headers, bounded ids and slugs in URLs."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Response, flash, request, session
from flask_wtf import CSRFProtect
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from mal.shared import request_limits
from mal.shared.database import db, set_read_only
from mal.shared.errors import RuleBroken
from mal.shared.text import LARGEST_ID

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Value = TypeVar("Value")

csrf = CSRFProtect()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
# A year, as browsers want it before they list a site.
HSTS = "max-age=31536000"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-site",
}


class IdConverter(IntegerConverter):
    """An id that both databases can hold; any other is not found."""

    def __init__(self, url_map: Map) -> None:
        """Set the bounds."""
        super().__init__(url_map, min=1, max=LARGEST_ID)


class SlugConverter(BaseConverter):
    """A name in a URL: lower-case letters, digits, hyphens; any other is not found.

    UnicodeConverter would not do as its base: it overwrites the pattern of its subclasses when it is made.
    """

    regex = r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?"
    part_isolating = True


def init_app(app: Flask) -> None:
    """Register the hooks, URL converters and CSRF protection that all requests share."""
    request_limits.init_app(app)
    csrf.init_app(app)
    app.url_map.converters.update(id=IdConverter, slug=SlugConverter)
    app.before_request(begin_request)
    app.after_request(end_request)
    hops = app.config["PROXY_HOPS"]
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def insist_on_https(app: Flask) -> None:
    """Send Strict-Transport-Security (RFC 6797) with every answer, static files and feeds included."""
    answer = app.wsgi_app

    def answer_with_header(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("Strict-Transport-Security", HSTS)], *rest)

        return answer(environ, start)

    app.wsgi_app = answer_with_header  # type: ignore[method-assign]


def begin_request() -> None:
    """Mark the transaction of a safe method as read-only."""
    set_read_only(request.method in SAFE_METHODS)


def end_request(response: Response) -> Response:
    """Commit when the response is a success, roll back when it is not, and add the common headers."""
    if request.method not in SAFE_METHODS:
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
    response.headers.update({k: v for k, v in HEADERS.items() if k not in response.headers})
    if "Cache-Control" not in response.headers:
        # A page made for a session is private; any other may be stored, if it is revalidated each time.
        response.headers["Cache-Control"] = "no-store" if session else "no-cache"
    return response


def run_or_rollback(deed: Callable[[], Value]) -> Value:
    """Return the value of a deed after a flush.

    Raises RuleBroken, with the transaction rolled back, where a rule forbids the deed.
    """
    try:
        value = deed()
        db.session.flush()
    except RuleBroken:
        db.session.rollback()
        raise
    return value


def run_and_flash(deed: Callable[[], object], done: str) -> None:
    """Run a deed and flash that it is done, or roll back and flash the rule that forbids it."""
    try:
        run_or_rollback(deed)
    except RuleBroken as broken:
        flash(str(broken), "error")
    else:
        flash(done, "success")


def local_path(path: str | None) -> str | None:
    """Return the path if it stays on this site (no //host, no backslash, no control characters), else None."""
    is_local = path and len(path) <= request_limits.MAX_ADDRESS and LOCAL_PATH.fullmatch(path)
    return path if is_local else None


def get_or_404(value: Value | None) -> Value:
    """Return the value, or raise 404 if it is None."""
    if value is None:
        raise NotFound
    return value
