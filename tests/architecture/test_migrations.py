"""The migrations build the database that the tables in the code describe, from nothing."""

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from mal import create_app
from mal.shared.database import db
from tests.databases import config_for


@pytest.fixture
def unmigrated(empty_database_url: str) -> Flask:
    return create_app(config_for(empty_database_url))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_an_empty_database_is_brought_up(unmigrated: Flask) -> None:
    with unmigrated.app_context():
        assert tables() == set()
        upgrade()
        assert tables() == {*db.metadata.tables, "alembic_version"}
        db.engine.dispose()


def test_bringing_it_up_again_changes_nothing(app: Flask) -> None:
    with app.app_context():
        before = tables()
        upgrade()
        assert tables() == before


def test_tables_and_migrations_agree(app: Flask) -> None:
    with app.app_context():
        check()


def test_a_forgotten_migration_is_seen(app: Flask) -> None:
    with app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE forgotten (id INTEGER PRIMARY KEY)")
        with pytest.raises(SystemExit):
            check()


def test_all_of_it_can_be_taken_back(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        assert tables() <= {"alembic_version"}
