"""`python -m tests.bench`: start everything that is needed, measure, show, stop everything."""

import argparse
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mal import create_app
from tests.bench import guard, tables
from tests.bench.client import client_of
from tests.bench.counting import statements_of
from tests.bench.databases import Scratch, postgres_database, postgres_in, scratch_folder, sqlite_in
from tests.bench.guard import Verdict
from tests.bench.pages import pages_of
from tests.bench.rounds import Pace, measure
from tests.bench.server import serving
from tests.bench.stage import prepare
from tests.postgres import NoPostgres

WAITING = 200
LOUD = """
Ratio: processor time of the server (its database's processes included) for the bare view, divided by that for the
page; 1 is as cheap as a bare Flask view. Medians of {rounds} interleaved rounds of {seconds:g} s a page, in one run on
one server (waitress, as `serve` starts it). The load of the machine was {before:.1f} before, {after:.1f} after.
"""
GUARD = """
The guard: rows of raw SQL from sixteen processes, each row a durable transaction (PostgreSQL with fsync and
synchronous_commit on; SQLite in WAL with synchronous=FULL), against a twin of the table with the same columns, checks,
foreign keys and indexes, but without exclusion constraint and triggers. Overlaps are counted in the rows afterwards.
"""


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    bookings: int
    pages: Pace
    guard: Pace
    databases: tuple[str, ...]
    only: str


def options() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a minute instead of five, with fewer rounds and bookings"
    )
    parser.add_argument("--bookings", type=int, help="bookings beside the demo's own (10000; quick: 2000)")
    parser.add_argument("--rounds", type=int, help="rounds (5; quick: 3)")
    parser.add_argument("--seconds", type=float, help="seconds for each page in a round (0.8; quick: 0.3)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    parser.add_argument("--only", choices=("pages", "guard"), default="", help="only these")
    given = parser.parse_args()
    quick = given.quick
    rounds, seconds = given.rounds or (3 if quick else 5), given.seconds or (0.3 if quick else 0.8)
    return Options(
        bookings=given.bookings or (2000 if quick else 10_000),
        pages=Pace(rounds, seconds),
        guard=Pace(min(rounds, 5), 2 * seconds),
        databases=(given.database,) if given.database else ("sqlite", "postgresql"),
        only=given.only,
    )


def show_pages(scratch: Scratch, wanted: Options) -> None:
    """Measure the pages on one database and show them."""
    tell(f"{scratch.kind}: loading the demo and {wanted.bookings} bookings …")
    scratch.run("db", "upgrade")
    scratch.run("demo", "load", "--bookings", str(wanted.bookings), "--seed", "1")
    app = create_app(scratch.config)
    stage = prepare(app, WAITING)
    pages = pages_of(app, stage)
    counts = {page.name: len(statements_of(app, page)) for page in pages}
    before = os.getloadavg()[0]
    tell(f"{scratch.kind}: measuring {len(pages)} pages in {wanted.pages.rounds} rounds …")
    with serving(scratch) as served, client_of(served.port) as client:
        samples = measure(served, client, pages, wanted.pages)
    print(
        f"\n{scratch.kind}: {stage.rooms} rooms, {stage.allocations} allocations, {os.cpu_count()} processors"
    )
    print(tables.pages_table(pages, samples, counts))
    print(LOUD.format(**vars(wanted.pages), before=before, after=os.getloadavg()[0]), flush=True)


def tell(words: str) -> None:
    """Say what is being done."""
    print(words, flush=True)


def makers(folder: Path, databases: tuple[str, ...]) -> list[Callable[[str], Scratch]]:
    """Give, for each kind of database, what makes a scratch one of a given name."""
    found: list[Callable[[str], Scratch]] = []
    if "sqlite" in databases:
        found.append(lambda name: sqlite_in(folder, name))
    if "postgresql" in databases:
        server, pid = postgres_in(folder)
        found.append(lambda name: postgres_database(server, pid, folder, name))
    return found


def run(wanted: Options) -> None:
    """Measure what is wanted."""
    began = time.monotonic()
    verdicts: list[tuple[str, Verdict]] = []
    with scratch_folder() as folder:
        for make in makers(folder, wanted.databases):
            if wanted.only != "guard":
                show_pages(make("pages"), wanted)
            if wanted.only != "pages":
                scratch = make("guard")
                tell(f"{scratch.kind}: letting sixteen writers at the guard …")
                verdicts += [(scratch.kind, one) for one in guard.measure_guard(scratch, wanted.guard)]
    if verdicts:
        print("\n" + tables.guard_table(verdicts) + "\n" + GUARD)
    tell(f"Python {platform.python_version()}, {time.monotonic() - began:.0f} s in all.")


def main() -> None:
    """Do as the command line says."""
    try:
        run(options())
    except NoPostgres as reason:
        raise SystemExit(f"{reason}\nWithout it: ARGS=--database=sqlite") from None


if __name__ == "__main__":
    main()
