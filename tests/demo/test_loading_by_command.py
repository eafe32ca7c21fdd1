"""What the command does with a database of each kind of owner."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal import create_app
from mal.bookings.models import Booking, Occurrence
from mal.demo.people_data import ACCOUNTS
from mal.demo.town import PASSWORD
from mal.people.models import Account
from mal.shared.database import db
from tests.databases import Databases, config_for
from tests.demo.conftest import load_at_noon
from tests.demo.making import demo
from tests.sample_data import make_account

ONE_KIND = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def count(app: Flask, model: type[Account] | type[Booking]) -> int:
    """Count rows."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def invite_a_real_person(app: Flask) -> None:
    """Open an account that is not the demo's."""
    with app.app_context():
        make_account("Anna")
        db.session.commit()


@ONE_KIND
def test_an_empty_database_is_filled_and_the_accounts_are_named(app: Flask) -> None:
    told = demo(app, "load")
    assert told.exit_code == 0, told.output
    assert PASSWORD in told.output
    assert all(account.email in told.output for account in ACCOUNTS)
    assert "applications to decide" in told.output
    before = count(app, Booking)
    assert before > 50

    again = demo(app, "load")
    assert again.exit_code == 0
    assert "already" in again.output
    silent = demo(app, "load", "--if-empty")
    assert silent.exit_code == 0
    assert "already" not in silent.output
    assert count(app, Booking) == before


@ONE_KIND
def test_real_people_are_left_alone(app: Flask) -> None:
    invite_a_real_person(app)
    for more in ([], ["--bookings", "10"]):
        told = demo(app, "load", *more)
        assert told.exit_code == 1
        assert "real people" in told.output
        assert told.output.count("\n") == 1
    assert (count(app, Account), count(app, Booking)) == (1, 0)


@ONE_KIND
def test_a_start_goes_on_where_real_people_are(app: Flask) -> None:
    invite_a_real_person(app)
    told = demo(app, "load", "--if-empty")
    assert (told.exit_code, told.output) == (0, "")
    assert count(app, Account) == 1


def digest(url: str) -> list[tuple[object, ...]]:
    """Load at the same noon and list what anyone can tell apart."""
    app = create_app(config_for(url))
    load_at_noon(app, "2026-10-24")
    one = Occurrence
    with app.app_context():
        rows = db.session.execute(
            select(one.uid, one.starts_at, one.state, one.changed_at, Booking.title)
            .join(Booking, Booking.id == one.booking_id)
            .order_by(one.uid)
        ).all()
        db.session.remove()
        db.engine.dispose()
    return [tuple(row) for row in rows]


def test_the_same_moment_gives_the_same_story_on_both_databases(
    sqlite_databases: Databases, postgres_databases: Databases
) -> None:
    on_sqlite = digest(sqlite_databases.migrated())
    assert len(on_sqlite) > 500
    assert on_sqlite == digest(postgres_databases.migrated())
