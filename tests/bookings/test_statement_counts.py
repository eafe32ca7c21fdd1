"""A decision about a long series takes as many SQL statements as one about a short series."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mal.applications import queries as asked
from mal.applications import service as applications
from mal.applications import submission
from mal.applications.models import Application
from mal.bookings.closures import ClosurePlan, create_closure
from mal.bookings.models import Occurrence
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.factories import evening, make_application, make_approved, make_request
from tests.sample_data import Town, make_group, make_town
from tests.statements import statements

SHORT, LONG = 4, 52


@pytest.fixture
def town(in_app: Flask) -> Iterator[Town]:
    # The clock stands still: a second that passes in between would change one column more.
    with clock.at(clock.now()):
        yield make_town()


def weeks(dates: int, first: int = 0) -> list[Timespan]:
    start = evening()
    later = [timedelta(weeks=first + number) for number in range(dates)]
    return [Timespan(start.start + weeks, start.end + weeks) for weeks in later]


def with_things(town: Town, dates: int, first: int) -> dict[str, object]:
    """Return what to ask for: a room of two parts and two kinds of equipment."""
    things = [(town.chairs, 20), (town.projector, 1)]
    return {"spans": weeks(dates, first), "room": town.hall_with_kitchen, "equipment": things}


def counted(town: Town, dates: int, first: int, deed: Callable[[Application], object]) -> list[str]:
    """Return the statements of a deed with an application that was loaded as a page loads it."""
    made = make_application(town, **with_things(town, dates, first))  # type: ignore[arg-type]
    number, _read = made.id, (town.ewa.id, town.anna.id)
    db.session.expunge(made)
    application = asked.get_application(number)
    assert application is not None
    with statements() as seen:
        deed(application)
        db.session.commit()
    return seen


def assert_same_kinds(short: list[str], long: list[str]) -> None:
    """Compare without the order, in which the session is free where tables do not depend on each other."""
    assert len(short) > 3
    assert kinds(long) == kinds(short)


def kinds(seen: list[str]) -> Counter[str]:
    return Counter(" ".join(each.split()[:3]) for each in seen)


def test_approval_of_a_long_series(town: Town) -> None:
    def approve(application: Application) -> None:
        applications.approve(application, by=town.ewa)

    short, long = counted(town, SHORT, 0, approve), counted(town, LONG, 60, approve)
    assert_same_kinds(short, long)
    assert len(long) <= 25


def test_refusal_of_a_long_series(town: Town) -> None:
    def refuse(application: Application) -> None:
        applications.refuse(application, by=town.ewa, reason="slot_taken")

    assert_same_kinds(counted(town, SHORT, 0, refuse), counted(town, LONG, 60, refuse))


def test_cancellation_of_a_long_series(town: Town) -> None:
    def approve_and_cancel(application: Application) -> None:
        applications.approve(application, by=town.ewa)
        ids = {date.id for date in application.booking.occurrences}
        applications.cancel_dates(application, ids, by=town.ewa)

    assert_same_kinds(
        counted(town, SHORT, 0, approve_and_cancel), counted(town, LONG, 60, approve_and_cancel)
    )


def test_submission_of_a_long_series(town: Town) -> None:
    def send(dates: int) -> list[str]:
        request = make_request(town, spans=weeks(dates))
        with statements() as seen:
            submission.submit(
                request, form_key=f"key-{dates}", applicant=town.anna, regulation=town.regulation
            )
            db.session.commit()
        return seen

    send(1)
    assert_same_kinds(send(SHORT), send(LONG))


def test_closure_that_hits_many_bookings(town: Town) -> None:
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
        plan = ClosurePlan(rooms=[town.hall], span=span, reason="Remont")
        # A second that is surely another one, so that all dates change in the same columns.
        with clock.at(clock.now() + timedelta(hours=1)), statements() as seen:
            create_closure(plan, by=town.ewa, accepted=ids)
            db.session.commit()
        return seen

    few, many = close(2, 0), close(20, 60)
    # Each booking has an event row of its own, which SQLite inserts one by one.
    grown = kinds(many) - kinds(few)
    assert set(grown) <= {"INSERT INTO event"}
    assert grown.total() <= 18
