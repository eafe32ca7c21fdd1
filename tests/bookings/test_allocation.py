"""Approving, cancelling and closing: what is held afterwards. Each test keeps out a mistake of other booking systems.

What two people do at the same moment is in test_concurrent_decisions.
"""

from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.applications import errors
from mal.applications import service as applications
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings import queries
from mal.bookings.closures import ClosurePlan, create_closure, reopen_closure
from mal.bookings.errors import ClosureHitsBookings, ResourceTaken
from mal.bookings.models import Allocation, Booking, Occurrence, Visibility
from mal.bookings.states import DateState, Step
from mal.shared import clock
from mal.shared.database import db
from mal.shared.recurrence import weekly_dates
from mal.shared.timespan import WARSAW, Timespan, local_timespan, whole_days
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.sample_data import Town, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def at(starts: time, ends: time, days: int = 14) -> list[Timespan]:
    return [local_timespan(days_ahead(days), starts, ends)]


def held() -> int:
    return db.session.scalar(select(func.count()).select_from(Allocation)) or 0


def is_taken(town: Town, **changes: object) -> bool:
    """Submit and approve an application; return whether something that it needs is taken."""
    application = make_application(town, **changes)  # type: ignore[arg-type]  # a test says which
    try:
        applications.approve(application, by=town.ewa)
    except ResourceTaken:
        db.session.rollback()
        return True
    db.session.commit()
    return False


def test_an_end_at_midnight_is_not_the_start_of_the_day(town: Town) -> None:
    make_approved(town, spans=at(time(22), time()))
    assert is_taken(town, spans=at(time(23), time(23, 30)))
    midnight = local_timespan(days_ahead(14), time(23), time()).end
    assert not is_taken(town, spans=[Timespan(midnight, midnight + timedelta(hours=1))])


def test_back_to_back_meetings_do_not_clash(town: Town) -> None:
    make_approved(town, spans=at(time(17), time(19)))
    assert not is_taken(town, spans=at(time(19), time(20)))
    assert not is_taken(town, spans=at(time(15), time(17)))


def test_the_buffer_counts_even_when_meetings_only_touch(town: Town) -> None:
    make_approved(town, room=town.studio, spans=at(time(17), time(19)))
    assert is_taken(town, room=town.studio, spans=at(time(19), time(20)))
    assert is_taken(town, room=town.studio, spans=at(time(19, 14), time(20)))
    assert is_taken(town, room=town.studio, spans=at(time(15), time(17)))
    assert not is_taken(town, room=town.studio, spans=at(time(19, 15), time(20)))
    assert not is_taken(town, room=town.studio, spans=at(time(15), time(16, 45)))


def test_the_same_hour_on_another_day_is_free(town: Town) -> None:
    make_approved(town, spans=[evening(14)])
    assert not is_taken(town, spans=[evening(21)])


def test_of_two_applications_for_the_same_time_only_one_is_approved(town: Town) -> None:
    first, second = make_application(town), make_application(town, group=town.chess)
    applications.approve(first, by=town.ewa)
    db.session.commit()
    with pytest.raises(ResourceTaken) as refused:
        applications.approve(second, by=town.ewa)
    db.session.rollback()
    [(span, [clash])] = refused.value.clashes
    assert (span, clash.label) == (first.booking.occurrences[0].span, "Próba chóru")
    assert second.state is ApplicationState.WAITING
    assert [event.step for event in second.booking.events] == [Step.SUBMIT]


def test_an_application_that_was_withdrawn_since_it_was_loaded_is_not_approved(
    town: Town, in_app: Flask
) -> None:
    application = make_application(town)
    remembered = (application.state, application.booking.occurrences[0].state)
    assert remembered == (ApplicationState.WAITING, DateState.ASKED)
    number, _read = application.id, (town.anna.id, town.ewa.id)
    # The first page's session keeps what it has read, but no transaction that would keep others out of SQLite.
    db.session().expire_on_commit = False
    db.session.commit()
    with in_app.app_context():
        other = db.session.get(Application, number)
        assert other is not None
        applications.withdraw(other, by=town.anna)
        db.session.commit()
    assert application.state is ApplicationState.WAITING
    with pytest.raises(errors.AlreadyDecided):
        applications.approve(application, by=town.ewa)
    db.session.rollback()
    assert held() == 0


def test_a_series_with_a_taken_date_is_not_approved_in_part_by_itself(town: Town) -> None:
    make_approved(town, group=town.chess, spans=[evening(21)])
    series = make_application(town, spans=[evening(14), evening(21), evening(28)])
    with pytest.raises(ResourceTaken) as refused:
        applications.approve(series, by=town.ewa)
    db.session.rollback()
    assert [span for span, _ in refused.value.clashes] == [evening(21)]
    assert held() == 1
    assert {one.state for one in series.booking.occurrences} == {DateState.ASKED}


def test_dates_left_out_of_an_approval_are_refused_with_an_event(town: Town) -> None:
    make_approved(town, group=town.chess, spans=[evening(21)])
    series = make_application(town, spans=[evening(14), evening(21), evening(28)])
    first, second, third = series.booking.occurrences
    applications.approve(series, by=town.ewa, dates={first.id, third.id})
    db.session.commit()
    assert [one.state for one in (first, second, third)] == [
        DateState.PLANNED,
        DateState.REFUSED,
        DateState.PLANNED,
    ]
    refusal = queries.list_events(series.booking_id)[-1]
    assert (refusal.step, refusal.reason) == (Step.REFUSE, "slot_taken")
    assert [each.occurrence_id for each in refusal.dates] == [second.id]


def test_overlapping_dates_of_one_series_are_refused(town: Town) -> None:
    overlapping = [*at(time(17), time(19)), *at(time(18), time(20))]
    series = make_application(town, spans=overlapping)
    with pytest.raises(ResourceTaken) as refused:
        applications.approve(series, by=town.ewa)
    db.session.rollback()
    assert [span for span, _ in refused.value.clashes] == overlapping[1:]


def test_cancelling_one_date_releases_only_that_date(town: Town) -> None:
    series = make_approved(town, spans=[evening(14), evening(21)], equipment=[(town.chairs, 60)])
    first, second = series.booking.occurrences
    applications.cancel_dates(series, {first.id}, by=town.anna)
    db.session.commit()
    assert set(db.session.scalars(select(Allocation.occurrence_id))) == {second.id}
    assert is_taken(town, spans=[evening(21)])
    assert not is_taken(town, group=town.chess, spans=[evening(14)], equipment=[(town.chairs, 60)])


def test_a_cancelled_date_cannot_be_approved_again(town: Town) -> None:
    old = make_approved(town)
    date = old.booking.occurrences[0]
    applications.cancel_dates(old, {date.id}, by=town.anna)
    db.session.commit()
    assert not is_taken(town, group=town.chess)
    with pytest.raises(errors.AlreadyDecided):
        applications.approve(old, by=town.ewa)
    db.session.rollback()
    with pytest.raises(errors.NothingChosen):
        applications.cancel_dates(old, {date.id}, by=town.anna)
    db.session.rollback()
    assert held() == 1


def test_a_series_without_dates_is_refused(town: Town) -> None:
    with pytest.raises(errors.NothingChosen):
        make_application(town, spans=[])
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 0


def test_a_refused_application_keeps_its_reason_and_answer(town: Town) -> None:
    application = make_application(town)
    applications.refuse(application, by=town.celina, reason="out_of_scope", note="Szukamy innego miejsca")
    db.session.commit()
    db.session.expire_all()
    assert (application.state, application.refusal_reason) == (ApplicationState.REFUSED, "out_of_scope")
    assert application.answer == "Szukamy innego miejsca"
    assert queries.list_events(application.booking_id)[-1].reason == "out_of_scope"


def test_the_sequence_of_a_date_rises_with_each_step(town: Town) -> None:
    application = make_application(town)
    date = application.booking.occurrences[0]
    seen = [date.sequence]
    applications.approve(application, by=town.ewa)
    seen.append(date.sequence)
    applications.cancel_dates(application, {date.id}, by=town.anna)
    seen.append(date.sequence)
    assert seen == [0, 1, 2]


def test_a_clash_does_not_name_a_confidential_meeting(town: Town) -> None:
    hidden = {
        "room": town.quiet_room,
        "visibility": Visibility.CONFIDENTIAL,
        "title": "Grupa wsparcia",
        "headcount": 3,
    }
    make_approved(town, **hidden)  # type: ignore[arg-type]  # values of several types
    second = make_application(town, room=town.quiet_room, headcount=3)
    with pytest.raises(ResourceTaken) as refused:
        applications.approve(second, by=town.ewa)
    assert "wsparcia" not in repr(refused.value.clashes)


def test_a_booking_of_a_whole_room_holds_each_part(town: Town) -> None:
    make_approved(town, room=town.hall_with_kitchen)
    assert is_taken(town, room=town.kitchen)
    assert is_taken(town, room=town.hall)
    assert not is_taken(town, room=town.kitchen, spans=[evening(21)])
    assert is_taken(town, room=town.hall_with_kitchen, spans=[evening(21)])


def test_three_loans_that_fit_in_pairs_may_not_fit_together(town: Town) -> None:
    for room, hours in ((town.hall, (9, 12)), (town.kitchen, (11, 14))):
        make_approved(
            town, room=room, spans=at(time(hours[0]), time(hours[1])), equipment=[(town.projector, 1)]
        )
    asked = {"room": town.quiet_room, "spans": at(time(10), time(13))}
    assert is_taken(town, **asked, equipment=[(town.projector, 2)])
    assert not is_taken(town, **asked, equipment=[(town.projector, 1)])


@pytest.mark.parametrize("first", [date(2027, 3, 11), date(2027, 10, 14), date(2026, 12, 17)])
def test_a_series_keeps_its_local_time_over_clock_changes_and_new_year(town: Town, first: date) -> None:
    days = weekly_dates(first, first + timedelta(weeks=4))
    series = make_approved(town, spans=[local_timespan(day, time(17), time(19)) for day in days])
    db.session.expire_all()
    shown = [one.starts_at.astimezone(WARSAW) for one in series.booking.occurrences]
    assert [each.time() for each in shown] == [time(17)] * 5
    assert [each.date() for each in shown] == days == [one.on_date for one in series.booking.occurrences]
    for day in days:
        assert is_taken(town, spans=[local_timespan(day, time(18, 59), time(20))])
        assert not is_taken(town, spans=[local_timespan(day, time(19), time(20))])


def close(town: Town, span: Timespan, accepted: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    plan = ClosurePlan(rooms=[town.hall], span=span, reason="Remont")
    create_closure(plan, by=town.ewa, accepted=accepted)
    db.session.commit()


def test_a_closure_cancels_only_bookings_that_staff_have_accepted(town: Town) -> None:
    booked = make_approved(town)
    day = days_ahead(14)
    with pytest.raises(ClosureHitsBookings) as refused:
        close(town, whole_days(day, day))
    db.session.rollback()
    [date] = refused.value.hit
    assert date.booking_id == booked.booking_id
    close(town, whole_days(day, day), {date.id})
    assert db.session.get_one(Occurrence, date.id).state is DateState.CANCELLED
    assert is_taken(town)


def test_a_closure_leaves_a_meeting_that_took_place_and_its_hours(town: Town) -> None:
    booked = make_approved(town)
    date = booked.booking.occurrences[0]
    db.session.add(booked.booking.take(Step.CONFIRM_USE, [date], by=town.anna))
    db.session.commit()
    day = days_ahead(14)
    close(town, whole_days(day, day))
    db.session.expire_all()
    assert date.state is DateState.TOOK_PLACE
    assert is_taken(town, spans=at(time(9), time(10)))
    assert is_taken(town, spans=at(time(20), time(21)))
    closed = queries.list_allocations([town.hall.id], whole_days(day, day))
    assert [one.is_closure for one in closed] == [True, False, True]


def test_a_closure_over_a_clock_change_holds_every_hour(town: Town) -> None:
    close(town, whole_days(date(2027, 10, 29), date(2027, 11, 2)))
    spans = [
        one.span
        for one in queries.list_allocations([town.hall.id], whole_days(date(2027, 10, 1), date(2027, 11, 30)))
    ]
    assert [span.length for span in spans] == [timedelta(hours=hours) for hours in (24, 24, 25, 24, 24)]
    assert is_taken(town, spans=[local_timespan(date(2027, 10, 31), time(2), time(3))])


def test_lifting_a_closure_releases_its_rooms(town: Town) -> None:
    plan = ClosurePlan(rooms=[town.hall_with_kitchen], span=evening(), reason="Remont")
    closure = create_closure(plan, by=town.ewa)
    db.session.commit()
    assert held() == 2
    reopen_closure(closure)
    db.session.commit()
    assert not is_taken(town)
    assert closure.lifted_at is not None
    assert closure.lifted_at <= clock.now()
