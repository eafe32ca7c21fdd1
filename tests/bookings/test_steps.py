"""From each state, the steps of the table and no others; whatever is taken leaves a row that says so."""

from enum import StrEnum
from itertools import product

import pytest
from flask import Flask

from mal.applications.states import APPLICATIONS, ApplicationState
from mal.bookings.models import BookingEvent
from mal.bookings.states import DATES, HOLDING, DateState, Step
from mal.shared.database import db
from mal.shared.state_machine import StateMachine, StepNotAllowed
from tests.cast import make_town
from tests.factories import evening, make_application

TABLES: list[tuple[StateMachine[DateState, Step] | StateMachine[ApplicationState, Step], type[StrEnum]]] = [
    (DATES, DateState),
    (APPLICATIONS, ApplicationState),
]
FINAL = {DateState.REFUSED, DateState.WITHDRAWN, DateState.CANCELLED}


@pytest.mark.parametrize(("lifecycle", "states"), TABLES, ids=["dates", "applications"])
def test_a_step_is_in_the_table_or_not_allowed(
    lifecycle: StateMachine[StrEnum, Step], states: type[StrEnum]
) -> None:
    for state, step in product(states, Step):
        if (state, step) in lifecycle.table:
            assert lifecycle.after(state, step) in states
            assert lifecycle.allows(state, step)
            assert step in lifecycle.steps_from(state)
        else:
            with pytest.raises(StepNotAllowed, match=step):
                lifecycle.after(state, step)
            assert not lifecycle.allows(state, step)
            assert step not in lifecycle.steps_from(state)


def test_nothing_comes_back_to_life() -> None:
    """Reviving would have to look again whether the room is still free: asking anew does."""
    for state in FINAL:
        assert DATES.steps_from(state) == []
    for answer in set(ApplicationState) - {ApplicationState.WAITING, ApplicationState.APPROVED}:
        assert APPLICATIONS.steps_from(answer) == []


def test_only_approving_makes_a_date_hold_anything() -> None:
    entered = {
        step for (before, step), after in DATES.table.items() if after in HOLDING and before not in HOLDING
    }
    assert entered == {Step.APPROVE}


def test_only_cancelling_makes_a_date_let_go() -> None:
    left = {
        step for (before, step), after in DATES.table.items() if before in HOLDING and after not in HOLDING
    }
    assert left == {Step.CANCEL}


def test_a_step_that_is_not_allowed_changes_nothing(in_app: Flask) -> None:
    """Not even the dates of the same step that would allow it."""
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


def test_each_step_leaves_a_row_with_who_when_and_what(in_app: Flask) -> None:
    town = make_town()
    application = make_application(town, spans=[evening(14), evening(21)])
    dates = application.booking.occurrences
    event = application.take(Step.REFUSE, dates, by=town.celina, note="Szkoda", reason="slot_taken")
    db.session.add(event)
    db.session.commit()
    kept = db.session.get(BookingEvent, event.id)
    assert kept is not None
    assert (kept.actor_id, kept.note, kept.reason) == (town.celina.id, "Szkoda", "slot_taken")
    assert [(each.before, each.after) for each in kept.dates] == [(DateState.ASKED, DateState.REFUSED)] * 2
    assert all(date.changed_at == kept.happened_at for date in dates)
    assert [date.sequence for date in dates] == [1, 1]
