"""What machines ask: does the process live, is the database ready, what may be crawled."""

from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from mal.pages import queries
from mal.pages.web import blueprint
from mal.shared.database import db

PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.get("/healthz")
def healthz() -> Any:
    """Say that the process lives; no database is asked."""
    return "ok\n", 200, PLAIN


@blueprint.get("/readyz")
def readyz() -> Any:
    """Say whether the database can be reached and is at the newest migration."""
    try:
        stands = queries.migrated_to()
    except SQLAlchemyError:
        db.session.rollback()
        return "database out of reach or empty\n", 503, PLAIN
    newest = queries.newest_migration(current_app.extensions["migrate"].directory)
    if stands != newest:
        return f"database at {stands}, code at {newest}\n", 503, PLAIN
    return "ready\n", 200, PLAIN


@blueprint.get("/robots.txt")
def robots() -> Any:
    """Let crawlers and calendar services in, but not into anyone's own pages."""
    body = "User-agent: *\nDisallow: /praca\nDisallow: /moje\nDisallow: /wnioski\nAllow: /\n"
    return body, 200, PLAIN
