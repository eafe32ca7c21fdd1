"""What every test may ask for: a fresh database of either kind, the application, browsers."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page as ChromiumPage

from mal import create_app
from mal.calendars import feeds, kept
from mal.shared import assets, clock
from mal.shared.database import db
from tests.catalogues import compile_catalogues
from tests.chromium import chromium_running, find_chromium, page_open, served
from tests.client import Browser
from tests.databases import KINDS, Databases, PostgresDatabases, SqliteDatabases, config_for
from tests.fixed_clock import NOW, Freeze
from tests.machine import lacks
from tests.postgres import NoPostgres, PostgresServer, start_once

# A shared machine makes any one example slow now and then; where every run must count, all see the same examples.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Stop the clock, set a time zone far from Warsaw's, compile the catalogues, pack the files."""
    clock.freeze(NOW)
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    if not hasattr(config, "workerinput"):
        compile_catalogues(Path(__file__).parent.parent / "mal" / "translations")
        assets.pack()


def migrate(database_url: str) -> None:
    """Bring a database to the newest migration."""
    app = create_app(config_for(database_url))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def freeze() -> Iterator[Freeze]:
    """A function that stops the clock of this process at another instant for the rest of the test."""
    yield clock.freeze
    clock.freeze(NOW)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str, worker_id: str) -> PostgresServer:
    """The PostgreSQL of this run; `create()` and `drop()` give a test databases of its own."""
    owner = os.getpid() if worker_id == "master" else os.getppid()
    # Not in pytest's own folder: that one is closed to the user the server runs as.
    home = Path(tempfile.gettempdir()) / f"mal-postgres-{testrun_uid}"
    try:
        return start_once(home, owner)
    except NoPostgres as reason:
        lacks(str(reason))


@pytest.fixture(scope="session")
def sqlite_databases(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The SQLite files of this worker."""
    return SqliteDatabases(run_folder, tmp_path_factory.mktemp("sqlite"), migrate)


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: PostgresServer, run_folder: Path, worker_id: str) -> Databases:
    """The PostgreSQL databases of this worker."""
    return PostgresDatabases(postgres_server, run_folder, worker_id, migrate)


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Databases of one kind.

    A test that needs only one: `@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)`.
    """
    kind = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    found: Databases = request.getfixturevalue(kind)
    return found


@pytest.fixture
def database_url(databases: Databases) -> str:
    """A fresh migrated database."""
    return databases.migrated()


@pytest.fixture
def empty_database_url(databases: Databases) -> str:
    """A database without tables."""
    return databases.empty()


@pytest.fixture(scope="session")
def applications() -> dict[str, Flask]:
    """The applications made so far, one for each address of a database.

    Making one and filling its template cache for every test would be slow.
    """
    return {}


@pytest.fixture
def app(database_url: str, applications: dict[str, Flask]) -> Iterator[Flask]:
    """The application on a fresh migrated database. Change its settings only by monkeypatch."""
    if database_url not in applications:
        applications[database_url] = create_app(config_for(database_url))
    app = applications[database_url]
    with app.app_context():
        # Connections to the last test's database, whose name is the same, are no longer any good.
        db.engine.dispose()
    # Nor is what was kept of it: two tests of one second may reach the same version.
    app.extensions[feeds.EXTENSION].forget()
    app.extensions[kept.EXTENSION].forget()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """The application with its context entered, for tests that call the house directly."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A person's browser, which checks every page it is shown."""
    return Browser(app)


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the application, served for real."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A headless Chromium."""
    program = find_chromium()
    if program is None:
        lacks("No Chromium on this machine (on Debian: apt-get install chromium).")
    with chromium_running(program) as browser:
        yield browser


@pytest.fixture
def page(chromium: Chromium, live_server: str) -> Iterator[ChromiumPage]:
    """A page of that Chromium, whose relative addresses lead to the live server."""
    with page_open(chromium, live_server) as page:
        yield page
