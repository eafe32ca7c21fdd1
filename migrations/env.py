"""How migrations reach the database: one transaction each, on SQLite with foreign keys off."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, DateTime, event
from sqlalchemy.engine import Engine

database = current_app.extensions["migrate"].db
OPTIONS = dict(current_app.extensions["migrate"].configure_args)


def render_item(kind, item, _autogen_context):
    """Write our own types as plain ones: migrations import nothing of the application."""
    if kind == "type" and type(item).__name__ == "AwareDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(_context, _inspected, _metadata, inspected_type, metadata_type):
    """Take our aware instant for what the database calls it."""
    if type(metadata_type).__name__ == "AwareDateTime" and isinstance(inspected_type, DateTime):
        return False
    return None


def run(connection: Connection) -> None:
    """Run what is missing."""
    OPTIONS.update(
        render_item=render_item,
        compare_type=compare_type,
        transaction_per_migration=True,
        transactional_ddl=True,
    )
    context.configure(connection=connection, target_metadata=database.metadata, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


def online(engine: Engine) -> None:
    """Connect; on SQLite a table that is copied must not take its children with it."""
    sqlite = engine.dialect.name == "sqlite"

    def without_foreign_keys(dbapi_connection, _record, _proxy=None):
        dbapi_connection.execute("PRAGMA foreign_keys=OFF")

    if sqlite:
        event.listen(engine.pool, "checkout", without_foreign_keys)
    try:
        with engine.connect() as connection:
            run(connection)
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"foreign keys broken by a migration: {broken[:5]}")
    finally:
        if sqlite:
            event.remove(engine.pool, "checkout", without_foreign_keys)
            engine.dispose()


online(database.engine)
