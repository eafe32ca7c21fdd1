"""A fresh database for each test, copied from a template that is migrated once a run."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from mal.config import Config
from tests.fixed_clock import NOW
from tests.postgres import PostgresServer, locked

KINDS = ("sqlite", "postgresql")
TEMPLATE = "migrated"


def config_for(database_url: str) -> Config:
    """Return the settings of an application under test, which lives at the instant of the suite."""
    return Config(database_url=database_url, secret_key="only-for-tests-" * 4, testing=True, now=NOW)


class Databases(Protocol):
    """Where the tests of one worker get their databases of one kind."""

    def migrated(self) -> str:
        """Give the address of a database that is at the newest migration and holds nothing else."""

    def empty(self) -> str:
        """Give the address of a database without a single table."""


class SqliteDatabases:
    """Files in a folder; the template is shared by the workers of the run."""

    def __init__(self, shared: Path, own: Path, migrate: Callable[[str], None]) -> None:
        self.own = own / "test.db"
        self.template = shared / f"{TEMPLATE}.db"
        with locked(shared / "sqlite.lock"):
            if not self.template.exists():
                draft = shared / "draft.db"
                migrate(f"sqlite:///{draft}")
                draft.rename(self.template)

    def migrated(self) -> str:
        """Copy the template over the last test's file."""
        url = self.empty()
        shutil.copyfile(self.template, self.own)
        return url

    def empty(self) -> str:
        """Remove the last test's file."""
        for ending in ("", "-wal", "-shm", "-journal"):
            self.own.with_name(self.own.name + ending).unlink(missing_ok=True)
        return f"sqlite:///{self.own}"


class PostgresDatabases:
    """Databases of the run's own server; the template is shared by the workers."""

    def __init__(
        self, server: PostgresServer, shared: Path, worker: str, migrate: Callable[[str], None]
    ) -> None:
        self.server = server
        self.name = f"test_{worker}"
        with locked(shared / "postgres.lock"):
            if not server.has(TEMPLATE):
                migrate(server.create(TEMPLATE))

    def migrated(self) -> str:
        """Copy the template in place of the last test's database."""
        self.server.drop(self.name)
        return self.server.create(self.name, template=TEMPLATE)

    def empty(self) -> str:
        """Make an empty database in place of the last test's."""
        self.server.drop(self.name)
        return self.server.create(self.name)
