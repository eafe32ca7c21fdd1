"""Questions about the system's own health."""

from alembic.script import ScriptDirectory
from sqlalchemy import text

from mal.shared.database import db


def migrated_to() -> str | None:
    """Tell at which migration the database stands."""
    stands: str | None = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    return stands


def newest_migration(folder: str) -> str | None:
    """Tell which migration is the newest that this code knows."""
    return ScriptDirectory(folder).get_current_head()
