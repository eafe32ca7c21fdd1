"""Answers for machines: liveness, readiness and robots.txt."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from mal.pages import queries
from mal.shared.database import db

blueprint = Blueprint("health", __name__)

PLAIN_TEXT = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
ROBOTS = "User-agent: *\nDisallow: /praca\nDisallow: /moje\nDisallow: /wnioski\nAllow: /\n"


@blueprint.get("/healthz")
def live() -> ResponseReturnValue:
    """Answer 200 as long as the process can answer; does not ask the database."""
    return "ok\n", 200, PLAIN_TEXT


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """Answer 200 if the database is reachable and at the newest migration, else 503."""
    try:
        revision = queries.get_database_revision()
    except SQLAlchemyError:
        db.session.rollback()
        return "database out of reach or empty\n", 503, PLAIN_TEXT
    newest = queries.get_code_revision(current_app.extensions["migrate"].directory)
    if revision != newest:
        return f"database at {revision}, code at {newest}\n", 503, PLAIN_TEXT
    return "ready\n", 200, PLAIN_TEXT


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Allow crawlers and calendar services everywhere but on the pages of accounts."""
    return ROBOTS, 200, PLAIN_TEXT
