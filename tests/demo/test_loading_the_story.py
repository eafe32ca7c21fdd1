"""Whatever the day of loading, the demo keeps what it promises."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.applications import queries as applications
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings import audit
from mal.bookings import queries as bookings
from mal.bookings.models import Allocation, Booking, BookingEvent, EventDate, Occurrence, Visibility
from mal.bookings.redaction import REDACTED, redact
from mal.bookings.states import HOLDING, DateState
from mal.demo.errands import accounts, errands
from mal.demo.people_data import ACCOUNTS, GROUPS
from mal.demo.shapes import Meeting
from mal.demo.story_data import (
    CLOSURE,
    CONFIDENTIAL_GROUP,
    CONFLICT,
    DST_SERIES,
    HOLIDAY_SERIES,
    MISSING_CARDS,
    SERIES,
    WAITING,
)
from mal.demo.town import PASSWORD
from mal.monitoring.models import UsageCard
from mal.people import service as people
from mal.places import holidays
from mal.places.models import Closure, Resource
from mal.places.opening import open_spans
from mal.places.queries import list_opening_rules, list_sites
from mal.regulations import queries as rules
from mal.regulations.models import Acceptance
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import WARSAW

pytestmark = pytest.mark.usefixtures("loaded")
MEETINGS: dict[str, Meeting] = {one.key: one for one in (*SERIES, *WAITING)}


def dates_of(key: str) -> Sequence[Occurrence]:
    """List the dates of a meeting, its half-years together."""
    return db.session.scalars(
        select(Occurrence)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .where(Booking.title == MEETINGS[key].title)
        .order_by(Occurrence.starts_at)
    ).all()


def held_dates() -> Sequence[Occurrence]:
    """List all dates that hold their room."""
    return db.session.scalars(select(Occurrence).where(Occurrence.state.in_(HOLDING))).all()


def test_two_groups_wait_for_the_same_room_at_the_same_time() -> None:
    [first], [second] = (dates_of(key) for key in CONFLICT)
    assert (first.room_id, first.span) == (second.room_id, second.span)
    assert first.starts_at > clock.now()
    rivals = applications.find_competing_ids([first.booking_id])
    assert rivals[first.booking_id] == [second.booking_id]
    for each in (first, second):
        asked = applications.get_by_booking(each.booking_id)
        assert asked is not None
        assert asked.state is ApplicationState.WAITING


def test_what_waits_could_be_given() -> None:
    held = held_dates()
    for waiting in applications.list_waiting(None):
        for asked in waiting.booking.occurrences:
            in_the_way = [
                one for one in held if one.room_id == asked.room_id and one.span.overlaps(asked.span)
            ]
            assert in_the_way == []
            assert asked.starts_at > clock.now()


def test_someone_was_refused_with_a_reason_and_a_sentence() -> None:
    refused = db.session.scalars(
        select(Application).where(Application.state == ApplicationState.REFUSED)
    ).all()
    assert refused
    assert all(one.refusal_reason and one.answer and one.decided_by_id for one in refused)


def test_someone_did_not_come() -> None:
    cards = db.session.scalars(select(UsageCard).where(UsageCard.took_place.is_(False))).all()
    assert {card.occurrence.state for card in cards} == {DateState.NO_SHOW}
    assert all(card.note and card.headcount == 0 for card in cards)


def test_a_closure_lies_ahead_and_has_cancelled_a_meeting() -> None:
    closure = db.session.scalars(select(Closure)).one()
    assert closure.starts_at > clock.now()
    assert closure.room is not None
    assert closure.room.code == CLOSURE.room
    holding = db.session.scalars(select(Allocation).where(Allocation.closure_id == closure.id)).all()
    assert len(holding) == CLOSURE.days
    events = db.session.scalars(select(BookingEvent).where(BookingEvent.closure_id == closure.id)).all()
    assert {event.booking.title for event in events} == {MEETINGS[key].title for key in CLOSURE.hits}
    assert {date.after for event in events for date in event.dates} == {DateState.CANCELLED}


def test_one_group_meets_in_confidence() -> None:
    hidden = db.session.scalars(select(Booking).where(Booking.visibility == Visibility.CONFIDENTIAL)).all()
    [name] = [group.name for group in GROUPS if group.slug == CONFIDENTIAL_GROUP]
    assert {booking.group.name for booking in hidden} == {name}
    assert all(booking.room.confidential_allowed for booking in hidden)
    assert all(redact(booking.visibility, title=booking.title) == REDACTED for booking in hidden)
    coming = [d for booking in hidden for d in booking.occurrences if d.starts_at > clock.now()]
    assert coming


def test_a_series_leaves_out_a_public_holiday() -> None:
    gaps = []
    for key in HOLIDAY_SERIES:
        days = [each.on_date for each in dates_of(key)]
        weeks = range((days[-1] - days[0]).days // 7)
        between = (days[0] + timedelta(weeks=week) for week in weeks)
        gaps += [day for day in between if day not in days and holidays.holiday_name(day)]
    assert gaps


def test_a_series_keeps_its_hour_across_a_change_of_the_clocks() -> None:
    starts = [each.starts_at.astimezone(WARSAW) for each in dates_of(DST_SERIES)]
    assert {start.time() for start in starts} == {MEETINGS[DST_SERIES].starts}
    assert len({start.utcoffset() for start in starts}) == 2


def test_some_usage_cards_are_missing() -> None:
    for key, number in MISSING_CARDS.items():
        past = [each for each in dates_of(key) if each.ends_at < clock.now()]
        assert [each.state for each in past[-number:]] == [DateState.PLANNED] * number


def test_the_last_half_year_has_its_cards() -> None:
    cards = db.session.scalars(select(UsageCard)).all()
    assert len(cards) > 300
    met = [card for card in cards if card.took_place]
    bands = ("age_0_5", "age_6_12", "age_13_17", "age_18_59", "age_60_plus")
    assert all(card.headcount == sum(getattr(card, band) for band in bands) for card in met)
    assert all(card.filled_at >= card.occurrence.starts_at for card in cards)
    assert 0.2 < sum(1 for card in cards if card.note) / len(cards) < 0.6


def test_nothing_is_held_over_its_quantity() -> None:
    assert list(audit.find_over_allocations(bookings.iter_allocations())) == []
    holders = {row for (row,) in db.session.execute(select(Allocation.occurrence_id)) if row}
    assert holders == {each.id for each in held_dates()}


def test_all_meetings_find_the_doors_open() -> None:
    hours = list_opening_rules()
    for one in held_dates():
        room = one.booking.room
        is_holiday = holidays.is_holiday(one.on_date)
        spans = open_spans(one.on_date, room, hours[room.site_id], is_holiday=is_holiday)
        assert any(span.covers(one.span) for span in spans), (one.booking.title, one.on_date)


def test_something_happens_at_each_site_this_week_and_in_the_next_months() -> None:
    monday = clock.today() - timedelta(days=clock.today().weekday())
    weeks = Counter(((one.on_date - monday).days // 7, one.booking.room.site.slug) for one in held_dates())
    slugs = {site.slug for site in list_sites()}
    assert {slug for week, slug in weeks if week == 0} == slugs
    assert sum(number for (week, _), number in weeks.items() if week == 0) >= 10
    assert {slug for week, slug in weeks if week > 8} == slugs


def test_everyone_can_sign_in_and_finds_something_to_do() -> None:
    found = {account.email: account for account in accounts()}
    assert found.keys() == {account.email for account in ACCOUNTS}
    assert [email for email, account in found.items() if not errands(account)] == []
    assert people.authenticate("liderka@example.org", PASSWORD) is found["liderka@example.org"]
    assert len({account.password_hash for account in found.values()}) == 1
    assert found["koordynator@example.org"].is_coordinator
    assert {post.site.slug for post in found["pracownik@example.org"].posts} == {s.slug for s in list_sites()}


def test_nothing_has_happened_later_than_now() -> None:
    latest = [
        db.session.scalar(select(func.max(column)))
        for column in (
            BookingEvent.happened_at,
            Application.submitted_at,
            Application.decided_at,
            UsageCard.filled_at,
            Resource.changed_at,
            Acceptance.accepted_at,
        )
    ]
    assert all(instant is not None and instant <= clock.now() for instant in latest)


def test_steps_are_taken_in_the_order_of_their_rows() -> None:
    moments = db.session.scalars(select(BookingEvent.happened_at).order_by(BookingEvent.id)).all()
    by_booking = db.session.execute(
        select(BookingEvent.booking_id, BookingEvent.happened_at).order_by(
            BookingEvent.booking_id, BookingEvent.id
        )
    ).all()
    assert len(moments) > 500
    assert by_booking == sorted(by_booking)
    assert all(one.before is not one.after or one.after is DateState.ASKED for one in all_changes())


def all_changes() -> Sequence[EventDate]:
    """List what steps did to dates."""
    return db.session.scalars(select(EventDate)).all()


def test_only_the_letters_of_the_last_days_are_still_to_be_written() -> None:
    edge = clock.now() - timedelta(days=2)
    waiting = db.session.scalars(
        select(BookingEvent.happened_at).where(BookingEvent.composed_at.is_(None))
    ).all()
    assert waiting
    assert min(waiting) >= edge
    late = select(func.count()).where(BookingEvent.composed_at.is_not(None), BookingEvent.happened_at >= edge)
    assert db.session.scalar(late) == 0


def test_those_who_asked_had_accepted_the_rules_in_force() -> None:
    accepted = {
        (one.regulation_id, one.account_id, one.group_id): one.accepted_at
        for one in db.session.scalars(select(Acceptance))
    }
    asked = db.session.scalars(select(Application).where(Application.applicant_id.is_not(None))).all()
    in_force = rules.get_regulation_in_force(clock.today())
    assert in_force is not None
    assert in_force.number == 2
    for one in asked:
        key = (one.regulation_id, one.applicant_id, one.booking.group_id)
        assert accepted[key] <= one.submitted_at  # type: ignore[index]  # none would not be found


def test_staff_entered_what_someone_asked_for_by_phone(loaded: Flask) -> None:
    assert loaded.testing
    entered = db.session.scalars(select(Application).where(Application.entered_by_id.is_not(None))).all()
    assert all(one.applicant_id is None and one.state is ApplicationState.APPROVED for one in entered)
