"""Sixteen processes that write what is held with plain SQL, as fast as they are let."""

import multiprocessing
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from multiprocessing.connection import Connection

import psycopg

from tests.bench.databases import Scratch

WRITERS = 16
FIRST_DAY = datetime(2031, 1, 6)  # noqa: DTZ001 - each database has its own spelling of UTC
# Half of all attempts want one of the popular days, so that many must be refused.
POPULAR, ALL_DAYS = 20, 3000
PATIENCE_MS = 20_000
COLUMNS = "resource_id, capacity, quantity, starts_at, ends_at, kind, closure_id"

Row = tuple[int, int, int, datetime, datetime, str, int]


class Outcome(IntEnum):
    """What may become of an attempt."""

    INSERTED = 0
    REFUSED = 1
    DEADLOCK = 2


@dataclass(frozen=True, kw_only=True)
class Task:
    """What the writers do for a while."""

    table: str
    resources: tuple[int, ...]
    capacity: int
    closures: tuple[int, ...]
    seconds: float


@dataclass(frozen=True)
class Told:
    """What became of the attempts."""

    inserted: int
    refused: int
    deadlocks: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Give the attempts a second, those that were refused among them."""
        return self.made / self.seconds

    @property
    def made(self) -> int:
        """Count the attempts."""
        return self.inserted + self.refused + self.deadlocks


def attempts(task: Task, rng: random.Random) -> Iterator[Row]:
    """Invent rows for ever: an hour or two, of a pool up to half of its pieces."""
    while True:
        day = rng.randrange(POPULAR if rng.random() < 0.5 else ALL_DAYS)
        start = FIRST_DAY + timedelta(days=day, hours=rng.randrange(8, 20))
        yield (
            rng.choice(task.resources),
            task.capacity,
            rng.randint(1, max(1, task.capacity // 2)),
            start,
            start + timedelta(hours=rng.randint(1, 2)),
            "closure",
            rng.choice(task.closures),
        )


def sqlite_write(scratch: Scratch) -> Callable[[str, Row], Outcome]:
    """Write to the file with the settings that the site has."""
    connection = sqlite3.connect(scratch.url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in (f"busy_timeout={PATIENCE_MS}", "foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")

    def write(table: str, row: Row) -> Outcome:
        values = [f"{one}.000000" if isinstance(one, datetime) else one for one in row]
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(f"INSERT INTO {table} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        except sqlite3.IntegrityError as refusal:
            connection.execute("ROLLBACK")
            if "over capacity" not in str(refusal):
                raise
            return Outcome.REFUSED
        connection.execute("COMMIT")
        return Outcome.INSERTED

    return write


def postgres_write(scratch: Scratch) -> Callable[[str, Row], Outcome]:
    """Write to the server, each row a transaction."""
    connection = psycopg.connect(scratch.url.replace("+psycopg", ""), autocommit=True)

    def write(table: str, row: Row) -> Outcome:
        values = [one.replace(tzinfo=UTC) if isinstance(one, datetime) else one for one in row]
        insert = f"INSERT INTO {table} ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        try:
            connection.execute(insert.encode(), values)
        except psycopg.errors.ExclusionViolation:
            return Outcome.REFUSED
        except psycopg.errors.DeadlockDetected:
            # Two rows for one time that were written at the same instant wait for one another: one is refused.
            # Whoever locks the resource first, as the site does, never comes to this.
            return Outcome.DEADLOCK
        return Outcome.INSERTED

    return write


def writer(scratch: Scratch, number: int, line: Connection) -> None:
    """Work off tasks until there are no more."""
    write = sqlite_write(scratch) if scratch.kind == "SQLite" else postgres_write(scratch)
    rng = random.Random(number)
    while (task := line.recv()) is not None:
        counts = [0, 0, 0]
        rows = attempts(task, rng)
        until = time.monotonic() + task.seconds
        while time.monotonic() < until:
            counts[write(task.table, next(rows))] += 1
        line.send(counts)


@contextmanager
def crew(scratch: Scratch) -> Iterator[Callable[[Task], Told]]:
    """Start the processes, let them do tasks, and end them."""
    # Forks: sixteen new interpreters would take longer to start than they have to write.
    context = multiprocessing.get_context("fork")
    lines, processes = [], []
    for number in range(WRITERS):
        ours, theirs = context.Pipe()
        processes.append(context.Process(target=writer, args=(scratch, number, theirs), daemon=True))
        processes[-1].start()
        lines.append(ours)

    def work(task: Task) -> Told:
        began = time.monotonic()
        for line in lines:
            line.send(task)
        counts = [line.recv() for line in lines]
        took = time.monotonic() - began
        inserted, refused, deadlocks = (sum(of_one) for of_one in zip(*counts, strict=True))
        return Told(inserted, refused, deadlocks, took)

    try:
        yield work
    finally:
        for process in processes:
            process.terminate()
            process.join()
