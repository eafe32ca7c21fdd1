"""Plain functions that build what a test starts from, through the same services that people use."""

from datetime import date, time, timedelta
from uuid import uuid4

from mal.applications import service as applications
from mal.applications.models import Application
from mal.bookings.models import Visibility
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan, between
from tests.cast import FIVE, SEVEN, Town


def days_ahead(days: int) -> date:
    """Give a day so far ahead, moved on to a working weekday that is no public holiday."""
    day = clock.today() + timedelta(days=days)
    while day.weekday() > 4 or (day.month, day.day) in WINTER_HOLIDAYS:
        day += timedelta(days=1)
    return day


WINTER_HOLIDAYS = {(11, 11), (12, 24), (12, 25), (12, 26), (1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1)}


def evening(days: int = 14, starts: time = FIVE, ends: time = SEVEN) -> Timespan:
    """Give a two-hour evening so many days ahead."""
    return between(days_ahead(days), starts, ends)


def make_request(town: Town, **changes: object) -> applications.Request:
    """Say what the choir asks for: the hall on an evening in two weeks."""
    values: dict[str, object] = {
        "group": town.choir,
        "room": town.hall,
        "spans": [evening()],
        "title": "Próba chóru",
        "activity": "music",
        "headcount": 20,
        "visibility": Visibility.OPEN,
    }
    return applications.Request(**(values | changes))  # type: ignore[arg-type]  # a test says which


def make_application(town: Town, *, applicant: Account | None = None, **changes: object) -> Application:
    """Send an application and commit it."""
    application = applications.submit(
        make_request(town, **changes),
        form_key=uuid4().hex,
        applicant=applicant or town.anna,
        regulation=town.regulation,
    )
    db.session.commit()
    return application


def make_approved(town: Town, *, by: Account | None = None, **changes: object) -> Application:
    """Send an application, approve all of it and commit."""
    application = make_application(town, **changes)  # type: ignore[arg-type]  # a test says which
    applications.approve(application, by=by or town.ewa)
    db.session.commit()
    return application
