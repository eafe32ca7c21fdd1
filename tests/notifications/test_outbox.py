"""Event rows become letters exactly once; an event that fails holds up no other."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from mal.bookings.models import BookingEvent
from mal.notifications import composer, outbox
from mal.notifications.models import Letter
from mal.shared import clock
from mal.shared.database import db
from tests.factories import make_application
from tests.sample_data import Town


def test_letters_of_an_event_are_composed_once(town: Town) -> None:
    make_application(town)
    assert outbox.compose_pending(100) == 1
    assert outbox.compose_pending(100) == 0
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 3


@pytest.fixture
def failing_events(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Ids of events whose letters cannot be composed."""
    failing: set[int] = set()
    write = composer.compose_letters

    def compose_letters(event_id: int) -> list[composer.ComposedLetter]:
        if event_id in failing:
            raise ValueError("cannot be composed")
        return write(event_id)

    monkeypatch.setattr(composer, "compose_letters", compose_letters)
    return failing


def test_an_event_whose_letters_cannot_be_composed_holds_up_no_other(
    town: Town, failing_events: set[int]
) -> None:
    for _ in range(3):
        make_application(town)
    ids = list(db.session.scalars(select(BookingEvent.id).order_by(BookingEvent.id)))
    failing_events.add(ids[0])
    postponed: dict[int, datetime] = {}
    assert [outbox.compose_pending(1, postponed) for _ in range(4)] == [0, 1, 1, 0]
    pending = db.session.scalars(select(BookingEvent.id).where(BookingEvent.composed_at.is_(None))).all()
    assert pending == [ids[0]]
    failing_events.clear()
    postponed[ids[0]] = clock.now()
    assert (outbox.compose_pending(1, postponed), postponed) == (1, {})


def test_an_unavailable_database_postpones_no_event(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    make_application(town)

    def away(_event_id: int) -> list[composer.ComposedLetter]:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(composer, "compose_letters", away)
    postponed: dict[int, datetime] = {}
    with pytest.raises(OperationalError):
        outbox.compose_pending(10, postponed)
    assert postponed == {}
