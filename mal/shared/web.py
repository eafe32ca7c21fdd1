"""What every request shares: one commit, plain error pages, security headers, bounded ids."""

import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, flash, g, make_response, render_template, request, session
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, NotFound, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from mal.shared.database import LARGEST_ID, db, set_read_only
from mal.shared.errors import RuleBroken

log = logging.getLogger("mal")
csrf = CSRFProtect()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
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
    """An id that both databases can hold; any other is simply not found."""

    def __init__(self, url_map: Map) -> None:
        """Bound it."""
        super().__init__(url_map, min=1, max=LARGEST_ID)


class SlugConverter(UnicodeConverter):
    """A name in an address: small letters, digits, hyphens."""

    regex = r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?"
    part_isolating = True


def init_app(app: Flask) -> None:
    """Give the application its common behaviour."""
    csrf.init_app(app)
    app.url_map.converters.update(id=IdConverter, slug=SlugConverter)
    app.before_request(begin_request)
    app.after_request(end_request)
    register_errors(app)
    hops = app.config["PROXY_HOPS"]
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def begin_request() -> None:
    """Promise not to write where the method promises it."""
    set_read_only(request.method in SAFE_METHODS)


def end_request(response: Response) -> Response:
    """Commit once, when the answer is good; forget everything when it is not."""
    if request.method not in SAFE_METHODS:
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
    response.headers.update({k: v for k, v in HEADERS.items() if k not in response.headers})
    if "Cache-Control" not in response.headers:
        # Whoever has a session is shown what is theirs; for all others a page is as fresh as its last asking.
        response.headers["Cache-Control"] = "no-store" if session else "no-cache"
    return response


def run_or_rollback(deed: Callable[[], object]) -> RuleBroken | None:
    """Do something that a rule may forbid; where it does, nothing is kept and the rule is given back."""
    try:
        deed()
        db.session.flush()
    except RuleBroken as broken:
        db.session.rollback()
        return broken
    return None


def run_and_flash(deed: Callable[[], object], done: str) -> bool:
    """Do something and say it is done, or say which rule forbids it."""
    broken = run_or_rollback(deed)
    flash(done if broken is None else str(broken), "success" if broken is None else "error")
    return broken is None


def local_path(path: str | None) -> str | None:
    """Give a path back only if it stays on this site (no //host, no backslash, no control characters)."""
    return path if path and LOCAL_PATH.fullmatch(path) else None


def get_or_404(thing: Any) -> Any:
    """Give the thing, or say that there is no such page."""
    if thing is None:
        raise NotFound
    return thing


def error_page(status: int, title: str, text: str) -> tuple[str, int]:
    """Say on a page of its own what happened and what to do."""
    return render_template("errors/error.html", status=status, title=title, text=text), status


def register_errors(app: Flask) -> None:
    """Answer every failure with a page that says what happened."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(RuleBroken, on_rule_broken)
    app.register_error_handler(IntegrityError, on_integrity_error)
    for out_of_reach in (OperationalError, InterfaceError, NoConnectionLeft):
        app.register_error_handler(out_of_reach, on_database_error)
    app.register_error_handler(500, on_internal_error)


def on_http_error(error: HTTPException) -> Response:
    """Answer what Flask refuses."""
    if isinstance(error.response, Response):
        return error.response
    if isinstance(error, BadHost | SecurityError):
        # No page can be made: its links would need a host.
        return Response(_("We could not read that") + "\n", 400, mimetype="text/plain")
    response = make_response(error_page(error.code or 500, *error_texts(error.code or 500)))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def on_csrf_error(_error: CSRFError) -> tuple[str, int]:
    """Answer a form without its token."""
    text = _("Go back, reload the page and send it again: what you typed is still there.")
    return error_page(400, _("This form is out of date"), text)


def on_rule_broken(error: RuleBroken) -> tuple[str, int]:
    """Answer a broken rule that no view has caught."""
    db.session.rollback()
    return error_page(error.status, _("That is not possible"), str(error))


def on_integrity_error(error: IntegrityError) -> tuple[str, int]:
    """Answer the slower of two who wrote the same at once, where no service has seen it coming."""
    db.session.rollback()
    log.warning("refused by the database: %s", error.orig)
    text = _("Someone, perhaps you, has just sent the same. Look at how things stand now.")
    return error_page(409, _("That is not possible"), text)


def on_database_error(error: SQLAlchemyError) -> tuple[str, int, dict[str, str]]:
    """Answer when the database can't be reached: the page then asks it nothing, not even who is here."""
    g.asks_nothing = True
    db.session.rollback()
    log.error("database out of reach: %s", getattr(error, "orig", error))
    text = _("Our system is catching its breath.")
    return *error_page(503, _("Please try again in a moment"), text), {"Retry-After": "30"}


def on_internal_error(error: Exception) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Answer a fault of ours, or of the database as late as the commit."""
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, (OperationalError, InterfaceError)):
        return on_database_error(cause)
    g.asks_nothing = True
    db.session.rollback()
    return error_page(500, *error_texts(500))


def error_texts(code: int) -> tuple[str, str]:
    """Say what a failure means and what to do."""
    return {
        400: (_("We could not read that"), _("Go back and try once more.")),
        401: (_("Sign in first"), _("This page is for people who are signed in.")),
        403: (
            _("This page is not for you"),
            _("You are signed in, but this belongs to another group or site."),
        ),
        404: (
            _("There is no such page"),
            _("The address may have a typing error, or the page has moved."),
        ),
        405: (_("That does not work here"), _("Go back and use the buttons on the page.")),
        410: (_("This address has been replaced"), _("Ask the group's leader for the new one.")),
        413: (_("That is too much at once"), _("Send a shorter text.")),
    }.get(
        code,
        (_("Something broke on our side"), _("It is not your fault. Try again in a moment.")),
    )
