"""The typed base of all tables, aware instants, and connections that behave alike on SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Text,
    Update,
    and_,
    event,
)
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from mal.shared.timespan import LONGEST_LOCAL_DAY, Timespan

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class AwareDateTime(TypeDecorator[datetime]):
    """An instant: aware and in UTC in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite stores the instant without a zone.

        Raises ValueError for a naive one.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no instant")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """The base class of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: AwareDateTime(),
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=False,
            length=30,
            values_callable=lambda kind: [member.value for member in kind],
        ),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


db = SQLAlchemy(metadata=Model.metadata)


class Spanning(Protocol):
    """A table whose rows each last from `starts_at` to `ends_at`, the end not included."""

    starts_at: Any
    ends_at: Any


def overlaps(
    table: type[Spanning], span: Timespan, *, longest: timedelta | None = LONGEST_LOCAL_DAY
) -> ColumnElement[bool]:
    """Return the condition that a row of a table lasts at some instant of a span.

    `longest` is the longest that any row of the table lasts (None: unknown). It bounds the start from below, so that
    an index on the start finds the rows without reading all earlier ones.
    """
    condition = and_(table.starts_at < span.end, table.ends_at > span.start)
    return condition if longest is None else and_(table.starts_at > span.start - longest, condition)


_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def read_only() -> Iterator[None]:
    """Mark the transactions of this context as read-only: on SQLite they then take no write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def set_read_only(value: bool) -> None:
    """Mark the transactions of the rest of this context (one request) as read-only, or not."""
    _reading.set(value)


@event.listens_for(Engine, "connect")
def configure_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Switch on foreign keys, WAL, durable commits and a busy timeout of 20 seconds on an SQLite connection."""
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver must not add a BEGIN of its own to that of `begin_immediate`.
    connection.isolation_level = None
    # The timeout first: setting the journal mode may itself have to wait for another connection.
    for pragma in ("busy_timeout=20000", "foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock when a transaction begins, so that a check and the write after it see the same data."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def update_single_row(statement: Update) -> bool:
    """Execute an update that is guarded by its conditions; return whether it found its one row."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount == 1
