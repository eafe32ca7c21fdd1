"""What the guard costs: the table that has it against a twin that lacks nothing else, in turn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import text

from mal import create_app
from mal.bookings.audit import AllocationRow, find_over_allocations
from mal.places.models import Closure, Equipment, ResourceKind, Room, Site
from mal.shared import clock
from mal.shared.database import db
from tests.bench.databases import Scratch
from tests.bench.rounds import Pace
from tests.bench.server import cpu_of
from tests.bench.writers import Task, Told, crew

GUARDED, TWIN = "allocation", "allocation_twin"
THINGS, PIECES, CLOSURES = 10, 5, 500
TARGETS = {"rooms": 0.65, "pools": 0.40}


@dataclass
class Verdict:
    """What was seen of one kind of things on one database."""

    kind: str
    guarded: list[Told] = field(default_factory=list)
    twin: list[Told] = field(default_factory=list)
    cpu: dict[str, list[float]] = field(default_factory=lambda: {GUARDED: [], TWIN: []})
    overlaps: int = 0
    twin_overlaps: int = 0
    all_kept: bool = True

    @property
    def ratio(self) -> float:
        """Give the attempts a second with the guard, as a share of those without."""
        return median(
            one.per_second / other.per_second for one, other in zip(self.guarded, self.twin, strict=True)
        )

    @property
    def cpu_ratio(self) -> float | None:
        """Give the same by the processor time of the database server, where there is one."""
        if not self.cpu[TWIN]:
            return None
        return median(self.cpu[TWIN]) / median(self.cpu[GUARDED])

    @property
    def refused(self) -> float:
        """Give the share of attempts that the guard refused."""
        return sum(one.refused for one in self.guarded) / sum(one.made for one in self.guarded)

    @property
    def deadlocks(self) -> int:
        """Count the attempts that the database ended because two waited for one another."""
        return sum(one.deadlocks for one in self.guarded)


def measure_guard(scratch: Scratch, pace: Pace) -> list[Verdict]:
    """Let sixteen writers at both tables in turn, and prove from the rows what came of it."""
    scratch.run("db", "upgrade")
    app = create_app(scratch.config)
    with app.app_context():
        closures = furnish()
        make_twin(scratch.kind)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    found = []
    with crew(scratch) as work:
        for kind, first, capacity in (("rooms", 1, 1), ("pools", 1 + THINGS, PIECES)):
            verdict = Verdict(kind)
            for _ in range(pace.rounds):
                for table in (GUARDED, TWIN):
                    task = Task(
                        table=table,
                        resources=tuple(range(first, first + THINGS)),
                        capacity=capacity,
                        closures=closures,
                        seconds=pace.seconds,
                    )
                    one_turn(app, scratch, verdict, task, work)
            found.append(verdict)
    return found


def one_turn(
    app: Flask, scratch: Scratch, verdict: Verdict, task: Task, work: Callable[[Task], Told]
) -> None:
    """Fill one table for a while, and look at what it holds then."""
    roots = () if scratch.server_pid is None else (scratch.server_pid,)
    empty(app, scratch.kind)
    before = cpu_of(roots)
    told = work(task)
    if roots:
        verdict.cpu[task.table].append((cpu_of(roots) - before) / told.made)
    rows = held_rows(app, task.table)
    verdict.all_kept &= len(rows) == told.inserted
    over = sum(1 for _ in find_over_allocations(rows))
    if task.table == GUARDED:
        verdict.guarded.append(told)
        verdict.overlaps += over
    else:
        verdict.twin.append(told)
        verdict.twin_overlaps += over


def furnish() -> tuple[int, ...]:
    """Build one site with rooms and pools, and closures to hold them for."""
    now = clock.now()
    site = Site(slug="pomiar", name="Pomiar", letter="P", address="", phone="", email="")
    db.session.add(site)
    db.session.flush()
    common: dict[str, Any] = {"site_id": site.id, "changed_at": now}
    for id_ in range(1, 1 + THINGS):
        sizes: dict[str, Any] = {"code": "P", "area_m2": 1, "seats": 1, "workshop_places": 1, "max_people": 1}
        room = Room(id=id_, slug=f"sala-{id_}", name=f"Sala {id_}", capacity=1, **sizes, **common)
        db.session.add(room)
    for id_ in range(1 + THINGS, 1 + 2 * THINGS):
        pool = Equipment(id=id_, slug=f"pula-{id_}", name=f"Pula {id_}", capacity=PIECES, **common)
        db.session.add(pool)
    hour = timedelta(hours=1)
    closures = [
        Closure(site_id=site.id, starts_at=now, ends_at=now + hour, reason="Pomiar", created_at=now)
        for _ in range(CLOSURES)
    ]
    db.session.add_all(closures)
    db.session.flush()
    assert db.session.get(Room, 1).kind is ResourceKind.ROOM  # type: ignore[union-attr]  # just made
    return tuple(closure.id for closure in closures)


def make_twin(kind: str) -> None:
    """Copy the table with its columns, checks, foreign keys and indexes: all but the guard."""
    said = sqlite_twin() if kind == "SQLite" else postgres_twin()
    for statement in said:
        db.session.execute(text(statement))


def sqlite_twin() -> list[str]:
    """Say it as SQLite keeps it; triggers are not copied."""
    rows = db.session.execute(
        text(
            "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type IN ('table', 'index') AND sql > ''"
        ),
        {"table": GUARDED},
    )
    return [row.sql.replace(GUARDED, TWIN) for row in rows]


def postgres_twin() -> list[str]:
    """Say it as PostgreSQL keeps it; the exclusion constraint and the triggers are not copied."""
    indexes = db.session.scalars(
        text(
            "SELECT indexdef FROM pg_indexes WHERE tablename = :table "
            "AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype = 'x')"
        ),
        {"table": GUARDED},
    ).all()
    keys = db.session.scalars(
        text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = CAST(:table AS regclass) AND contype = 'f'"
        ),
        {"table": GUARDED},
    ).all()
    return [
        f"CREATE TABLE {TWIN} (LIKE {GUARDED} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
        *(index.replace(GUARDED, TWIN) for index in indexes),
        *(f"ALTER TABLE {TWIN} ADD {key}" for key in keys),
    ]


def empty(app: Flask, kind: str) -> None:
    """Begin anew."""
    with app.app_context():
        for table in (GUARDED, TWIN):
            clear = f"DELETE FROM {table}" if kind == "SQLite" else f"TRUNCATE {table}"
            db.session.execute(text(clear))
        db.session.commit()
        db.session.remove()


def held_rows(app: Flask, table: str) -> list[AllocationRow]:
    """Read all rows in the order that the proof sweeps them."""
    columns = "resource_id, capacity, quantity, starts_at, ends_at"
    with app.app_context():
        rows = db.session.execute(text(f"SELECT {columns} FROM {table} ORDER BY resource_id, starts_at, id"))
        found = [AllocationRow(*row) for row in rows]
        db.session.remove()
    return found
