"""Every failure as a page that says what happened and what to do."""

import logging

from flask import Flask, Response, g, make_response, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, SecurityError

from mal.shared.database import db
from mal.shared.errors import RuleBroken

log = logging.getLogger("mal")


def init_app(app: Flask) -> None:
    """Register a handler for each kind of failure."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(RuleBroken, on_rule_broken)
    app.register_error_handler(IntegrityError, on_integrity_error)
    for unreachable in (OperationalError, InterfaceError, NoConnectionLeft):
        app.register_error_handler(unreachable, on_database_error)
    app.register_error_handler(500, on_internal_error)


def error_page(status: int, title: str, text: str) -> tuple[str, int]:
    """Return the error page and its status."""
    return render_template("errors/error.html", status=status, title=title, text=text), status


def on_http_error(error: HTTPException) -> Response:
    """Answer an HTTP error that Flask or a view has raised."""
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
    """Answer a form whose CSRF token is missing or too old."""
    text = _("Go back, reload the page and send it again: what you typed is still there.")
    return error_page(400, _("This form is out of date"), text)


def on_rule_broken(error: RuleBroken) -> tuple[str, int]:
    """Roll back and answer a broken rule that no view has caught."""
    db.session.rollback()
    return error_page(error.status, _("That is not possible"), str(error))


def on_integrity_error(error: IntegrityError) -> tuple[str, int]:
    """Roll back and answer the slower of two requests that wrote the same row, where no service has foreseen it."""
    db.session.rollback()
    log.warning("refused by the database: %s", error.orig)
    text = _("Someone, perhaps you, has just sent the same. Look at how things stand now.")
    return error_page(409, _("That is not possible"), text)


def on_database_error(error: SQLAlchemyError) -> tuple[str, int, dict[str, str]]:
    """Answer when the database cannot be reached: the page is made without it, not even for the session's account."""
    g.skip_database = True
    db.session.rollback()
    log.error("database out of reach: %s", getattr(error, "orig", error))
    text = _("Our system is catching its breath.")
    return *error_page(503, _("Please try again in a moment"), text), {"Retry-After": "30"}


def on_internal_error(error: Exception) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Answer an unexpected exception, or a database that fails as late as the commit."""
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, (OperationalError, InterfaceError)):
        return on_database_error(cause)
    g.skip_database = True
    db.session.rollback()
    return error_page(500, *error_texts(500))


def error_texts(code: int) -> tuple[str, str]:
    """Return the title and the text of the page for an HTTP status."""
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
        **dict.fromkeys((413, 414, 431), (_("That is too much at once"), _("Send a shorter text."))),
    }.get(
        code,
        (_("Something broke on our side"), _("It is not your fault. Try again in a moment.")),
    )
