"""Writing many plain rows: each database in the way that it is quickest at, its guard on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from psycopg import Connection as PostgresConnection

from mal.shared.database import db

Value = str | int | None
Row = tuple[Value, ...]


class Writer(Protocol):
    """What writes rows whose values are already in the database's own spelling."""

    def prepare(self) -> None:
        """Make this connection ready for many rows."""

    def stamp(self, instant: datetime) -> str:
        """Spell an instant that is given in UTC without its zone."""

    def ids(self, table: str, count: int) -> Sequence[int]:
        """Take so many new ids."""

    def write(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        """Write rows of a table."""


class SqliteWriter:
    """One prepared statement for all rows; the caller's transaction holds the write lock."""

    def prepare(self) -> None:
        """Keep the indexes in memory: the usual cache of 2 MB would read them again and again."""
        db.session.connection().exec_driver_sql("PRAGMA cache_size = -131072")

    def stamp(self, instant: datetime) -> str:
        """Spell it as the driver does."""
        return f"{instant.isoformat(' ')}.000000"

    def ids(self, table: str, count: int) -> Sequence[int]:
        """Go on after the largest: nobody else can write now."""
        largest = db.session.connection().exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0  # noqa: S608
        return range(largest + 1, largest + 1 + count)

    def write(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        """Insert them."""
        if rows:
            places = ", ".join("?" for _ in rows[0])
            insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own
            db.session.connection().exec_driver_sql(insert, list(rows))


class PostgresWriter:
    """COPY, which fires triggers and checks constraints like any other insert."""

    def prepare(self) -> None:
        """Nothing to do."""

    def stamp(self, instant: datetime) -> str:
        """Spell it with its zone."""
        return f"{instant.isoformat(' ')}+00"

    def ids(self, table: str, count: int) -> Sequence[int]:
        """Draw them from the table's own sequence, whoever else draws."""
        drawn = db.session.connection().exec_driver_sql(
            f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, {count:d})"  # noqa: S608
        )
        return drawn.scalars().all()

    def write(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        """Copy them."""
        driver = db.session.connection().connection.driver_connection
        assert isinstance(driver, PostgresConnection)  # noqa: S101 - the only driver we use
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def writer(dialect: str) -> Writer:
    """Choose by the database."""
    return SqliteWriter() if dialect == "sqlite" else PostgresWriter()
