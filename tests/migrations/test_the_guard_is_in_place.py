"""After all migrations, the guard is where it belongs, under names that people can look up."""

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from mal.shared.database import db, read_only

TRIGGERS = {
    "postgresql": {"allocation_pool", "resource_part", "room_part_capacity"},
    "sqlite": {
        *(
            f"{name}_{moment}"
            for name in (
                "allocation_capacity",
                "allocation_length",
                "allocation_pool",
                "allocation_single",
                "occurrence_length",
                "room_part_capacity",
            )
            for moment in ("insert", "update")
        ),
        "resource_capacity_update",
        "resource_part",
        "resource_renumbered",
        "resource_replaced",
    },
}
CHECKS = {
    "ck_allocation_one_holder",
    "ck_allocation_order",
    "ck_allocation_quantity",
}
GUARDS = {"ck_allocation_length", "ex_allocation_single"}
NAMES_IN_POSTGRESQL = """
    SELECT conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE relname = 'allocation' AND contype IN ('c', 'x')
"""
OPEN_NAMES = r"""
    SELECT conname FROM pg_constraint JOIN pg_namespace ON pg_namespace.oid = connamespace
    WHERE nspname = 'public' AND contype IN ('c', 'f', 'p', 'u', 'x')
      AND conname !~ '^(ck|fk|pk|uq|ex)_' AND conname <> 'alembic_version_pkc'
"""


def found(statement: str) -> set[str]:
    with db.engine.connect() as connection:
        return set(connection.exec_driver_sql(statement).scalars())


def triggers() -> set[str]:
    if db.engine.dialect.name == "sqlite":
        return found("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return found("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")


def test_each_trigger_is_there(in_app: Flask) -> None:
    assert triggers() == TRIGGERS[db.engine.dialect.name]


def test_each_trigger_is_there_again_after_going_back_and_forth(in_app: Flask) -> None:
    downgrade(revision="0001")
    assert triggers() == set()
    upgrade()
    assert triggers() == TRIGGERS[db.engine.dialect.name]
    downgrade(revision="base")
    upgrade()
    assert triggers() == TRIGGERS[db.engine.dialect.name]
    check()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_going_back_leaves_no_function(in_app: Flask) -> None:
    functions = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    assert len(found(functions)) == 3
    downgrade(revision="0001")
    assert found(functions) == set()


def test_what_a_row_of_what_is_held_must_be_has_names(in_app: Flask) -> None:
    checks = {str(each["name"]) for each in inspect(db.engine).get_check_constraints("allocation")}
    if db.engine.dialect.name == "sqlite":
        assert checks == CHECKS
    else:
        # PostgreSQL 18 keeps NOT NULL as constraints too; those are of another kind.
        assert found(NAMES_IN_POSTGRESQL) == CHECKS | GUARDS


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_every_constraint_is_named_by_the_convention(in_app: Flask) -> None:
    assert found(OPEN_NAMES) == set()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_nothing_needs_an_extension(in_app: Flask) -> None:
    assert found("SELECT extname FROM pg_extension") == {"plpgsql"}


def test_what_is_held_is_found_by_index(in_app: Flask) -> None:
    """Without it every look at a week reads all history."""
    indexes = {each["name"]: each["column_names"] for each in inspect(db.engine).get_indexes("allocation")}
    assert indexes["ix_allocation_resource_id_starts_at"] == ["resource_id", "starts_at"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_each_connection_keeps_foreign_keys_and_waits(in_app: Flask) -> None:
    wanted = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 20000}
    for _ in range(2):
        with read_only(), db.engine.connect() as connection:
            for pragma, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
        db.engine.dispose()
