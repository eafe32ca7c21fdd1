"""Processes that act on one database at the same moment, for the race tests.

    python -m tests.bookings.concurrent_worker URL PROCESSES [careless]

Each line of standard input is a round: a JSON list of deeds, one for each process. The answer is a JSON list of
their outcomes. The application is imported once; the processes are forks. Careless processes take no lock, begin
SQLite's transactions as late as Python's driver would, and wait between reading and writing: a fault that the tests
must be able to catch.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import configure_mappers

from mal import create_app
from mal.applications import queries, service, submission
from mal.bookings import service as bookings
from mal.bookings.closures import ClosurePlan, create_closure
from mal.bookings.models import Visibility
from mal.people.models import Account, Group
from mal.places.models import Equipment, Room
from mal.shared import database
from mal.shared.database import db
from mal.shared.errors import RuleBroken
from mal.shared.timespan import Timespan
from mal.shared.web import run_or_rollback
from tests.databases import config_for

Deed = dict[str, Any]
# Seconds for one round: longer than any queue of sixteen.
LIMIT = 40.0
THINKING = 0.15


def approve(deed: Deed, staff: Account) -> None:
    """Approve all dates of an application."""
    application = queries.get_application(deed["application"])
    assert application is not None
    service.approve(application, by=staff)


def close(deed: Deed, staff: Account) -> None:
    """Close rooms and accept the cancellation of the occurrences named."""
    rooms = [room for id_ in deed["rooms"] if (room := db.session.get(Room, id_))]
    plan = ClosurePlan(rooms=rooms, span=span_of(deed), reason="Remont")
    create_closure(plan, by=staff, accepted=deed.get("accepted", ()))


def book(deed: Deed, staff: Account) -> None:
    """Enter a booking by phone."""
    submission.book_on_behalf(request_of(deed), form_key=deed["key"], staff=staff)


def submit(deed: Deed, staff: Account) -> None:
    """Submit an application."""
    submission.submit(request_of(deed), form_key=deed["key"], applicant=staff, regulation=None)


def request_of(deed: Deed) -> submission.ApplicationInput:
    """Return the application that a deed describes."""
    group, room = db.session.get(Group, deed["group"]), db.session.get(Room, deed["room"])
    assert group is not None
    assert room is not None
    things = [(db.session.get(Equipment, id_), pieces) for id_, pieces in deed.get("things", ())]
    return submission.ApplicationInput(
        group=group,
        room=room,
        spans=[span_of(deed)],
        title="Próba",
        activity="music",
        headcount=2,
        visibility=Visibility.OPEN,
        equipment=[(item, pieces) for item, pieces in things if item is not None],
    )


def span_of(deed: Deed) -> Timespan:
    """Return the span that a deed describes."""
    return Timespan(datetime.fromisoformat(deed["starts"]), datetime.fromisoformat(deed["ends"]))


DEEDS: dict[str, Callable[[Deed, Account], None]] = {
    "approve": approve,
    "close": close,
    "book": book,
    "submit": submit,
}


def answer(app: Flask, deed: Deed) -> str:
    """Do one deed as a request would; return "done", the name of the rule that forbade it, or a raw error."""
    with app.app_context():
        try:
            staff = db.session.get(Account, deed["by"])
            assert staff is not None
            run_or_rollback(lambda: DEEDS[deed["do"]](deed, staff))
            db.session.commit()
        except RuleBroken as broken:
            return type(broken).__name__ if str(broken) else "a refusal without a sentence"
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shall see it
            db.session.rollback()
            return f"raw error: {error!r}"
        return "done"


def work(app: Flask, told: Connection, barriers: dict[int, Barrier]) -> None:
    """Do one deed after another, each when all processes of its round are ready."""
    with app.app_context():
        db.session.connection().exec_driver_sql("SELECT 1")
        db.session.rollback()
    while (round_ := told.recv()) is not None:
        many, deed = round_
        barriers[many].wait(LIMIT)
        told.send(answer(app, deed))


def be_careless() -> None:
    """Take no lock, begin SQLite's transactions late, and wait between reading and writing."""
    write = bookings.insert_booking_allocations

    def hold_later(rows: Any) -> None:
        time.sleep(THINKING)
        write(rows)

    bookings.insert_booking_allocations = hold_later
    bookings.lock_resources = lambda resource_ids: None  # noqa: ARG005
    event.remove(Engine, "begin", database.begin_immediate)

    @event.listens_for(Engine, "connect")
    def begin_late(connection: Any, _record: object) -> None:
        if hasattr(connection, "in_transaction"):
            connection.isolation_level = "DEFERRED"


def main(url: str, processes: int, *, careless: bool) -> None:
    """Fork the processes, then run the rounds that standard input asks for."""
    if careless:
        be_careless()
    configure_mappers()
    app = create_app(config_for(url))
    fork = multiprocessing.get_context("fork")
    barriers = {many: fork.Barrier(many) for many in (2, processes)}
    ends = [fork.Pipe() for _ in range(processes)]
    workers = [fork.Process(target=work, args=(app, theirs, barriers), daemon=True) for _, theirs in ends]
    for worker in workers:
        worker.start()
    for line in sys.stdin:
        deeds = json.loads(line)
        ours = [end for end, _ in ends[: len(deeds)]]
        for end, deed in zip(ours, deeds, strict=True):
            end.send((len(deeds), deed))
        until = time.monotonic() + LIMIT
        answers = [end.recv() if end.poll(max(0, until - time.monotonic())) else "no answer" for end in ours]
        sys.stdout.write(json.dumps(answers) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), careless="careless" in sys.argv)
