"""Many invented bookings: as many as were asked for, the same for a seed, and under the guard."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings import audit, queries
from mal.bookings.models import Allocation, Booking, BookingEquipment, BookingEvent, EventDate, Occurrence
from mal.bookings.states import HOLDING, DateState
from mal.demo import bulk, loader
from mal.monitoring.models import UsageCard
from mal.places import holidays
from mal.places.models import Resource, Room, Site
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import WARSAW
from tests.demo.making import demo

ROOMS, COUNT = 6, 680

Add = Callable[[int, int], None]


@pytest.fixture
def add(in_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Add:
    """Add bookings the way the command does, with small rooms so that there are many."""
    monkeypatch.setattr(bulk, "BOOKINGS_A_ROOM", 120)

    def add(count: int, seed: int) -> None:
        for _ in bulk.add_bookings(count, seed):
            db.session.commit()

    return add


def number_of(model: type) -> int:
    """Count rows."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def content() -> list[tuple[object, ...]]:
    """List what a seed decides."""
    rows = db.session.execute(
        select(Occurrence.starts_at, Occurrence.ends_at, Occurrence.state, Resource.slug, Booking.title)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .join(Resource, Resource.id == Occurrence.room_id)
        .order_by(Occurrence.id)
    )
    return [tuple(row) for row in rows]


def test_there_are_as_many_as_were_asked_for(add: Add) -> None:
    add(COUNT, 1)
    for model in (Booking, Occurrence, Application):
        assert number_of(model) == COUNT
    assert number_of(Room) == ROOMS
    assert {site.slug for site in db.session.scalars(select(Site))} == {"punkt-001", "punkt-002"}
    assert set(db.session.scalars(select(Application.state))) == {ApplicationState.APPROVED}
    assert set(db.session.scalars(select(Occurrence.state))) <= set(HOLDING)


def test_each_holds_its_room_and_its_chairs_under_the_guard(add: Add) -> None:
    add(COUNT, 1)
    assert number_of(Allocation) == COUNT + number_of(BookingEquipment)
    assert number_of(BookingEquipment) > 0
    assert list(audit.find_over_allocations(queries.iter_allocations())) == []
    taken = db.session.scalars(select(Allocation).where(Allocation.capacity == 1)).first()
    assert taken is not None
    again = {
        "resource_id": taken.resource_id,
        "capacity": 1,
        "quantity": 1,
        "starts_at": taken.starts_at + timedelta(minutes=30),
        "ends_at": taken.ends_at + timedelta(minutes=30),
        "kind": taken.kind,
        "occurrence_id": taken.occurrence_id,
    }
    with pytest.raises(IntegrityError):
        db.session.execute(insert(Allocation), [again])
    db.session.rollback()


def test_they_lie_on_open_days_from_three_years_back_to_one_ahead(add: Add) -> None:
    add(COUNT, 1)
    today = clock.today()
    days = db.session.scalars(select(Occurrence.on_date)).all()
    assert all(day.weekday() < 6 and holidays.holiday_name(day) is None for day in days)
    assert today - timedelta(days=1095) <= min(days) < today - timedelta(days=1000)
    assert today + timedelta(days=300) < max(days) <= today + timedelta(days=366)
    for one in db.session.scalars(select(Occurrence)):
        start = one.starts_at.astimezone(WARSAW)
        assert start.date() == one.on_date
        assert 8 <= start.hour <= 18
        assert start.minute == 0


def test_what_happened_to_each_can_be_read_from_its_events(add: Add) -> None:
    add(COUNT, 1)
    assert db.session.scalar(select(func.count()).where(BookingEvent.composed_at.is_(None))) == 0
    changes = db.session.scalars(select(EventDate).order_by(EventDate.event_id))
    told = {change.occurrence_id: change.after for change in changes}
    kept = {one.id: one.state for one in db.session.scalars(select(Occurrence))}
    assert told == kept
    assert (db.session.scalar(select(func.max(BookingEvent.happened_at))) or clock.now()) <= clock.now()


def test_past_ones_have_usage_cards(add: Add) -> None:
    add(COUNT, 1)
    long_ago = clock.now() - timedelta(days=15)
    with_card = set(db.session.scalars(select(UsageCard.occurrence_id)))
    for one in db.session.scalars(select(Occurrence)):
        assert (one.id in with_card) == (one.state is not DateState.PLANNED)
        assert one.ends_at > long_ago or one.id in with_card
    for card in db.session.scalars(select(UsageCard).where(UsageCard.took_place)):
        assert card.headcount == (card.age_18_59 or 0) + (card.age_60_plus or 0)


def test_more_can_be_added_with_another_seed(add: Add) -> None:
    add(100, 1)
    first = content()
    add(100, 2)
    both = content()
    assert both[:100] == first
    assert [row[0] for row in both[100:]] != [row[0] for row in first]
    add(100, 1)
    assert number_of(Booking) == 300
    assert list(audit.find_over_allocations(queries.iter_allocations())) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_command_adds_them_to_the_demo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # The story itself is told elsewhere, and takes its time.
    monkeypatch.setattr(loader, "load", lambda: None)
    told = demo(app, "load", "--bookings", "150", "--seed", "7")
    assert told.exit_code == 0, told.output
    assert "150 of 150 bookings, 100 %" in told.stderr
    assert re.search(r"Added 150 approved bookings on 1 extra sites? in \d+ s", told.stdout)
    with app.app_context():
        assert number_of(Booking) == 150


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("wrong", ["0", "-5", "many"])
def test_a_number_that_makes_no_sense_is_refused(app: Flask, wrong: str) -> None:
    assert demo(app, "load", "--bookings", wrong).exit_code == 2


def test_the_same_seed_gives_the_same_bookings(add: Add) -> None:
    add(150, 5)
    once = content()
    db.session.rollback()
    for table in reversed(db.metadata.sorted_tables):
        if table.name != "alembic_version":
            db.session.execute(table.delete())
    db.session.commit()
    add(150, 5)
    assert content() == once
