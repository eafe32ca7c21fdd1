"""Scratch databases for a measurement: a file, and a PostgreSQL that keeps what it commits."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from mal.config import ROOT, Config
from tests.fixed_clock import NOW
from tests.postgres import ROLE, PostgresServer, start_once

SECRET = "only-for-measuring-" * 3
# The server of the tests forgets everything at a power cut; a fair measurement pays for what it keeps.
DURABLE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


@dataclass(frozen=True)
class Scratch:
    """An empty database of one kind, and the process that serves it, where there is one."""

    kind: str
    url: str
    folder: Path
    server_pid: int | None = None

    @property
    def config(self) -> Config:
        """Give the settings of an application on it, as `serve` has them."""
        workers = 1 if self.kind == "SQLite" else 2
        return Config(database_url=self.url, secret_key=SECRET, web_workers=workers, testing=True, now=NOW)

    @property
    def environment(self) -> dict[str, str]:
        """Give the environment of a program that works on it; settings of this shell stay out."""
        own = {"DATABASE_URL", "SECRET_KEY", "PORT"}
        kept = {k: v for k, v in os.environ.items() if k not in own and not k.startswith("MAL_")}
        return kept | {
            "DATABASE_URL": self.url,
            "SECRET_KEY": SECRET,
            "MAL_DATA_DIR": str(self.folder),
            "MAL_WEB_WORKERS": str(self.config.web_workers),
            "MAL_TESTING": "1",
            "MAL_NOW": NOW.isoformat(),
        }

    def run(self, *arguments: str) -> None:
        """Run a command of ours on it, and say what it said where it fails."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder that goes away again, whatever happens."""
    folder = Path(tempfile.gettempdir()) / f"mal-bench-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sqlite_in(folder: Path, name: str) -> Scratch:
    """Name a database file that is still to be made."""
    return Scratch("SQLite", f"sqlite:///{folder / name}.db", folder)


def postgres_in(folder: Path) -> tuple[PostgresServer, int]:
    """Start a PostgreSQL that lives as long as this process, and tell its process.

    Raises NoPostgres.
    """
    home = folder / "postgres"
    server = start_once(home, os.getpid())
    with psycopg.connect(
        f"postgresql://{ROLE}@127.0.0.1:{server.port}/postgres", autocommit=True
    ) as connection:
        for setting in DURABLE:
            connection.execute(f"ALTER SYSTEM SET {setting} = on".encode())
        connection.execute("SELECT pg_reload_conf()")
    return server, int((home / "data" / "postmaster.pid").read_text().splitlines()[0])


def postgres_database(server: PostgresServer, pid: int, folder: Path, name: str) -> Scratch:
    """Make an empty database, once the server has heard that it is to be durable."""
    url = server.create(name)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for setting in DURABLE:
            found = connection.execute(f"SHOW {setting}".encode()).fetchone()
            assert found == ("on",), f"{setting} is {found}"
    return Scratch("PostgreSQL", url, folder, pid)
