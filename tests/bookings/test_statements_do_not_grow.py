"""Deciding about a long series takes as many SQL statements as deciding about a short one."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from mal.applications import queries as asked
from mal.applications import service as applications
from mal.applications.models import Application
from mal.bookings import service
from mal.bookings.models import Occurrence
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.factories import evening, make_application, make_approved, make_request
from tests.sample_data import Town, make_group, make_town

SHORT, LONG = 4, 52


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is sent to the database."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", see)


@pytest.fixture
def town(in_app: Flask) -> Iterator[Town]:
    # The clock stands still: a second that passes in the middle would change one column more.
    with clock.at(clock.now()):
        yield make_town()


def weeks(dates: int, first: int = 0) -> list[Timespan]:
    start = evening()
    later = [timedelta(weeks=first + number) for number in range(dates)]
    return [Timespan(start.start + weeks, start.end + weeks) for weeks in later]


def with_things(town: Town, dates: int, first: int) -> dict[str, object]:
    """Ask for the hall with its kitchen and three kinds of things."""
    things = [(town.chairs, 20), (town.projector, 1)]
    return {"spans": weeks(dates, first), "room": town.hall_with_kitchen, "equipment": things}


def counted(town: Town, dates: int, first: int, deed: Callable[[Application], object]) -> list[str]:
    """Do something with an application that was loaded as a page loads it, and collect its statements."""
    made = make_application(town, **with_things(town, dates, first))  # type: ignore[arg-type]
    number, _read = made.id, (town.ewa.id, town.anna.id)
    db.session.expunge(made)
    application = asked.get_application(number)
    assert application is not None
    with statements() as seen:
        deed(application)
        db.session.commit()
    return seen


def same(short: list[str], long: list[str]) -> None:
    """Compare without their order: the session may write tables that know nothing of each other in any."""
    assert len(short) > 3
    assert kinds(long) == kinds(short)


def kinds(seen: list[str]) -> Counter[str]:
    return Counter(" ".join(each.split()[:3]) for each in seen)


def test_approving(town: Town) -> None:
    def approve(application: Application) -> None:
        applications.approve(application, by=town.ewa)

    short, long = counted(town, SHORT, 0, approve), counted(town, LONG, 60, approve)
    same(short, long)
    assert len(long) <= 25


def test_refusing(town: Town) -> None:
    def refuse(application: Application) -> None:
        applications.refuse(application, by=town.ewa, reason="slot_taken")

    same(counted(town, SHORT, 0, refuse), counted(town, LONG, 60, refuse))


def test_cancelling(town: Town) -> None:
    def approve_and_cancel(application: Application) -> None:
        applications.approve(application, by=town.ewa)
        ids = {date.id for date in application.booking.occurrences}
        applications.cancel_dates(application, ids, by=town.ewa)

    same(counted(town, SHORT, 0, approve_and_cancel), counted(town, LONG, 60, approve_and_cancel))


def test_sending(town: Town) -> None:
    def send(dates: int) -> list[str]:
        request = make_request(town, spans=weeks(dates))
        with statements() as seen:
            applications.submit(
                request, form_key=f"key-{dates}", applicant=town.anna, regulation=town.regulation
            )
            db.session.commit()
        return seen

    send(1)
    same(send(SHORT), send(LONG))


def test_closing_over_many_meetings(town: Town) -> None:
    def close(bookings: int, first: int) -> list[str]:
        for number in range(bookings):
            group = make_group(f"Grupa {first}-{number}", None)
            make_approved(town, spans=weeks(2, first + 2 * number), group=group)
        span = Timespan(weeks(1, first)[0].start, weeks(1, first + 2 * bookings)[0].start)
        ids = set(
            db.session.scalars(
                select(Occurrence.id).where(
                    Occurrence.starts_at >= span.start, Occurrence.starts_at < span.end
                )
            )
        )
        assert len(ids) == 2 * bookings
        plan = service.ClosurePlan(rooms=[town.hall], span=span, reason="Remont")
        # A second that is surely another one, so that all dates change in the same columns.
        with clock.at(clock.now() + timedelta(hours=1)), statements() as seen:
            service.create_closure(plan, by=town.ewa, accepted=ids)
            db.session.commit()
        return seen

    few, many = close(2, 0), close(20, 60)
    # Each booking has an event row of its own, which SQLite writes one by one.
    grown = kinds(many) - kinds(few)
    assert set(grown) <= {"INSERT INTO event"}
    assert grown.total() <= 18
