"""Meetings that are over or under way, as tests of cards and reports start from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta

from flask import Flask
from sqlalchemy import Engine, event

from mal.bookings.models import Occurrence
from mal.monitoring import service
from mal.monitoring.usage_card import Card
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan, local_timespan
from tests.cast import FIVE, SEVEN, Town
from tests.factories import make_approved


def days_ago(days: int, starts: time = FIVE, ends: time = SEVEN) -> Timespan:
    """Give an evening so many days ago."""
    return local_timespan(clock.today() - timedelta(days=days), starts, ends)


def make_past(town: Town, *spans: Timespan, **changes: object) -> list[Occurrence]:
    """Build a meeting of the choir whose dates are over, the oldest first."""
    application = make_approved(town, spans=list(spans) or [days_ago(2)], **changes)  # type: ignore[arg-type]
    return list(application.booking.occurrences)


def make_past_on(town: Town, day: date, starts: time = FIVE, ends: time = SEVEN) -> Occurrence:
    """Build a meeting of the choir on a day."""
    return make_past(town, local_timespan(day, starts, ends))[0]


def fill(occurrence: Occurrence, headcount: int, *, by: Account, **bands: int) -> None:
    """Fill a card in and commit it; nobody came where the head count is zero."""
    service.fill_card(occurrence, Card(headcount > 0, headcount, bands), by=by)
    db.session.commit()


@contextmanager
def counting_statements(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    said: list[str] = []

    def saying(*arguments: object) -> None:
        said.append(str(arguments[2]))

    with app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", saying)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", saying)
