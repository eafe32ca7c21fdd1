"""`bookings check` verifies that nothing is held over its capacity; `bookings export` writes what is held as CSV."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from click.testing import Result
from flask import Flask

from mal.bookings.closures import ClosurePlan, create_closure
from mal.places.models import Room
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.bookings.raw_allocations import drop_guard, insert_held, make_holder
from tests.factories import evening, make_application, make_approved
from tests.sample_data import make_town


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["bookings", *words])


def double(room: Room, hours: int = 2) -> None:
    """Hold a room twice at the same time, by raw SQL."""
    meeting = evening()
    for span in (meeting, meeting.widened(after=timedelta(hours=hours))):
        insert_held(make_holder(room, span), room, span)
    db.session.commit()


def test_check_passes_on_an_empty_table(in_app: Flask) -> None:
    result = run(in_app, "check")
    assert (result.exit_code, result.output) == (
        0,
        "OK: nothing is held over its quantity in 0 allocations.\n",
    )


def test_check_passes_on_approved_bookings(in_app: Flask) -> None:
    town = make_town()
    make_approved(town, equipment=[(town.chairs, 30)])
    make_approved(town, room=town.quiet_room, equipment=[(town.chairs, 30)])
    result = run(in_app, "check")
    assert (result.exit_code, result.output.count("\n")) == (0, 1)
    assert "in 4 allocations" in result.output


def test_check_finds_a_room_that_is_held_twice(in_app: Flask) -> None:
    town = make_town()
    drop_guard()
    double(town.hall)
    result = run(in_app, "check")
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert result.output.startswith(f"OVER: resource {town.hall.id} holds 2 of 1 at ")


def test_check_finds_equipment_that_is_held_over_its_capacity(in_app: Flask) -> None:
    town = make_town()
    drop_guard()
    first, second = evening(), evening().widened(before=timedelta(minutes=30))
    for span in (first, second):
        insert_held(make_holder(town.hall, span), town.projector, span, quantity=2)
    db.session.commit()
    result = run(in_app, "check")
    assert result.exit_code == 1
    assert f"resource {town.projector.id} holds 4 of 3" in result.output


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_check_finds_what_is_held_of_a_resource_that_does_not_exist(in_app: Flask) -> None:
    """Without foreign keys SQLite lets a resource be deleted while it is held."""
    town = make_town()
    make_approved(town)
    connection = db.session.connection()
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql(f"DELETE FROM resource WHERE id = {town.hall.id}")
    db.session.commit()
    db.engine.dispose()
    result = run(in_app, "check")
    assert result.exit_code == 1
    assert "holds 1 of 0" in result.output


def test_export_writes_bookings_and_closures_in_utc_with_the_buffer(in_app: Flask) -> None:
    town = make_town()
    application = make_approved(town, room=town.studio, equipment=[(town.projector, 2)])
    span = application.booking.occurrences[0].span
    closed = Timespan(span.end + timedelta(days=1), span.end + timedelta(days=1, hours=3))
    create_closure(ClosurePlan(rooms=[town.quiet_room], span=closed, reason="Malowanie"), by=town.ewa)
    db.session.commit()
    rows = list(csv.DictReader(StringIO(run(in_app, "export").output)))
    written = [(row["resource"], row["capacity"], row["quantity"], row["kind"]) for row in rows]
    expected = [
        (str(town.quiet_room.id), "1", "1", "closure"),
        (str(town.studio.id), "1", "1", "booking"),
        (str(town.projector.id), "3", "2", "booking"),
    ]
    assert sorted(written) == sorted(expected)
    of_room = next(row for row in rows if row["resource"] == str(town.studio.id))
    assert of_room["starts_at"] == span.start.strftime("%Y-%m-%dT%H:%M:%SZ")
    with_buffer = span.end + timedelta(minutes=15)
    assert of_room["ends_at"] == with_buffer.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_export_of_an_empty_table_is_its_header(in_app: Flask) -> None:
    assert run(in_app, "export").output == "resource,capacity,quantity,starts_at,ends_at,kind\n"


def test_export_leaves_out_applications_that_wait(in_app: Flask) -> None:
    make_application(make_town())
    assert run(in_app, "export").output.count("\n") == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", ["check", "export"])
def test_check_and_export_do_not_wait_for_a_writer(in_app: Flask, words: str) -> None:
    make_approved(make_town())
    with db.engine.begin() as writer:
        writer.exec_driver_sql("UPDATE resource SET lock_version = lock_version + 1")
        assert run(in_app, words).exit_code == 0
