"""Plain functions that build what a test starts from, through the same services that people use."""

from datetime import date, time, timedelta
from uuid import uuid4

from mal.applications import service as applications
from mal.applications import submission
from mal.applications.models import Application
from mal.bookings.models import Occurrence, Visibility
from mal.monitoring import service as monitoring
from mal.monitoring.usage_card import CardInput
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan, local_timespan
from tests.sample_data import FIVE, SEVEN, Town


def days_ahead(days: int) -> date:
    """Return the day so many days after today. Whole weeks lead to working days: see tests.fixed_clock."""
    return clock.today() + timedelta(days=days)


def evening(days: int = 14, starts: time = FIVE, ends: time = SEVEN) -> Timespan:
    """Give a two-hour evening so many days ahead."""
    return local_timespan(days_ahead(days), starts, ends)


def make_request(town: Town, **changes: object) -> submission.ApplicationInput:
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
    return submission.ApplicationInput(**(values | changes))  # type: ignore[arg-type]  # a test says which


def make_application(town: Town, *, applicant: Account | None = None, **changes: object) -> Application:
    """Send an application and commit it."""
    application = submission.submit(
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


def days_ago(days: int, starts: time = FIVE, ends: time = SEVEN) -> Timespan:
    """Return an evening so many days ago."""
    return local_timespan(clock.today() - timedelta(days=days), starts, ends)


def make_past(town: Town, *spans: Timespan, **changes: object) -> list[Occurrence]:
    """Approve a booking of the choir and return its dates, which are over, the oldest first."""
    application = make_approved(town, spans=list(spans) or [days_ago(2)], **changes)  # type: ignore[arg-type]
    return list(application.booking.occurrences)


def make_past_on(town: Town, day: date, starts: time = FIVE, ends: time = SEVEN) -> Occurrence:
    """Approve a booking of the choir on one day and return its date."""
    return make_past(town, local_timespan(day, starts, ends))[0]


def fill_card(occurrence: Occurrence, headcount: int, *, by: Account, **bands: int) -> None:
    """Fill in a usage card and commit it; a head count of zero means that nobody came."""
    monitoring.fill_card(occurrence, CardInput(headcount > 0, headcount, bands), by=by)
    db.session.commit()
