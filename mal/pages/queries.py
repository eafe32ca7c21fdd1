"""Queries for the readiness check."""

from alembic.script import ScriptDirectory
from sqlalchemy import text

from mal.shared.database import db


def get_database_revision() -> str | None:
    """Return the migration that the database is at; None if it has none.

    Raises SQLAlchemyError if the database is out of reach or empty.
    """
    revision: str | None = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def get_code_revision(folder: str) -> str | None:
    """Return the newest migration in a folder."""
    return ScriptDirectory(folder).get_current_head()
