"""Transitions of applications and their dates: what the tables allow, and the event row that each step leaves."""

from enum import StrEnum
from itertools import product

import pytest
from flask import Flask

from mal.applications.states import APPLICATIONS, ApplicationState
from mal.bookings.models import BookingEvent
from mal.bookings.states import DATES, HOLDING, DateState, Step
from mal.shared.database import db
from mal.shared.state_machine import StateMachine, StepNotAllowed
from tests.factories import evening, make_application
from tests.sample_data import make_town

TABLES: list[tuple[StateMachine[DateState, Step] | StateMachine[ApplicationState, Step], type[StrEnum]]] = [
    (DATES, DateState),
    (APPLICATIONS, ApplicationState),
]
FINAL_STATES = {DateState.REFUSED, DateState.WITHDRAWN, DateState.CANCELLED}


@pytest.mark.parametrize(("machine", "states"), TABLES, ids=["dates", "applications"])
def test_a_step_that_is_not_in_the_table_is_not_allowed(
    machine: StateMachine[StrEnum, Step], states: type[StrEnum]
) -> None:
    for state, step in product(states, Step):
        if (state, step) in machine.table:
            assert machine.after(state, step) in states
            assert machine.allows(state, step)
        else:
            with pytest.raises(StepNotAllowed, match=step):
                machine.after(state, step)
            assert not machine.allows(state, step)


def test_no_step_leads_out_of_a_final_state() -> None:
    """Reviving a booking would have to check again whether the room is still free; a new application does that."""
    assert FINAL_STATES.isdisjoint(state for state, _step in DATES.table)
    answered = set(ApplicationState) - {ApplicationState.WAITING, ApplicationState.APPROVED}
    assert answered.isdisjoint(state for state, _step in APPLICATIONS.table)


def test_only_approval_makes_a_date_hold_its_room() -> None:
    entered = {
        step for (before, step), after in DATES.table.items() if after in HOLDING and before not in HOLDING
    }
    assert entered == {Step.APPROVE}


def test_only_cancellation_makes_a_date_release_its_room() -> None:
    left = {
        step for (before, step), after in DATES.table.items() if before in HOLDING and after not in HOLDING
    }
    assert left == {Step.CANCEL}


def test_a_step_that_one_date_does_not_allow_changes_no_date(in_app: Flask) -> None:
    town = make_town()
    application = make_application(town, spans=[evening(14), evening(21)])
    booking = application.booking
    first, second = booking.occurrences
    db.session.add(booking.take(Step.REFUSE, [first], by=town.ewa))
    db.session.commit()
    with pytest.raises(StepNotAllowed):
        booking.take(Step.APPROVE, [second, first], by=town.ewa)
    assert (first.state, second.state) == (DateState.REFUSED, DateState.ASKED)
    assert second.sequence == 0
    assert [event.step for event in booking.events] == [Step.SUBMIT, Step.REFUSE]
    with pytest.raises(StepNotAllowed):
        application.take(Step.CANCEL, [second], by=town.ewa)
    assert application.state is ApplicationState.WAITING


def test_each_step_leaves_an_event_row_with_actor_time_note_and_dates(in_app: Flask) -> None:
    town = make_town()
    application = make_application(town, spans=[evening(14), evening(21)])
    dates = application.booking.occurrences
    event = application.take(Step.REFUSE, dates, by=town.celina, note="Szkoda", reason="slot_taken")
    db.session.add(event)
    db.session.commit()
    stored = db.session.get(BookingEvent, event.id)
    assert stored is not None
    assert (stored.actor_id, stored.note, stored.reason) == (town.celina.id, "Szkoda", "slot_taken")
    assert [(each.before, each.after) for each in stored.dates] == [(DateState.ASKED, DateState.REFUSED)] * 2
    assert all(date.changed_at == stored.happened_at for date in dates)
    assert [date.sequence for date in dates] == [1, 1]
