"""A feed changes when something shown changes, and only then: in every process, at once."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from mal import create_app
from mal.applications import service as applications
from mal.bookings.closures import ClosurePlan, create_closure, reopen_closure
from mal.people import service as people
from mal.people.models import GroupKind
from mal.shared.database import db
from mal.shared.timespan import WARSAW, Timespan, whole_day
from tests.calendars.clients import read_with_icalendar, read_with_khal
from tests.databases import config_for
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.sample_data import Town, make_town

ROOM, OTHER_ROOM = "/kalendarz/brzozowa/sala-duza.ics", "/kalendarz/brzozowa/gabinet.ics"
SITE, OTHER_SITE, ALL = "/kalendarz/brzozowa.ics", "/kalendarz/sosnowa.ics", "/kalendarz.ics"
SHOWING, NOT_SHOWING = (ROOM, SITE, ALL), (OTHER_ROOM, OTHER_SITE)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def elsewhere(in_app: Flask, database_url: str, town: Town) -> Iterator[FlaskClient]:
    """Another process: an application with a memory of its own."""
    app = create_app(config_for(database_url))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def tags(client: FlaskClient, addresses: tuple[str, ...]) -> list[str]:
    return [client.get(address).headers["ETag"] for address in addresses]


def test_each_step_that_shows_changes_the_feeds_it_shows_in_and_no_others(
    town: Town, elsewhere: FlaskClient
) -> None:
    application = make_application(town, spans=[evening(14), evening(21)])
    hall = ClosurePlan(
        rooms=[town.hall], span=whole_day(days_ahead(31)), reason="Malowanie", room_id=town.hall.id
    )
    first = application.booking.occurrences[0]

    def lift() -> None:
        reopen_closure(closures[0])

    closures = []
    steps: list[Callable[[], object]] = [
        lambda: applications.approve(application, by=town.ewa),
        lambda: applications.cancel_dates(application, {first.id}, by=town.anna),
        lambda: closures.append(create_closure(hall, by=town.ewa)),
        lift,
    ]
    for step in steps:
        shows, hides = tags(elsewhere, SHOWING), tags(elsewhere, NOT_SHOWING)
        step()
        db.session.commit()
        assert all(old != new for old, new in zip(shows, tags(elsewhere, SHOWING), strict=True))
        assert tags(elsewhere, NOT_SHOWING) == hides


def test_what_is_not_shown_changes_no_feed(town: Town, elsewhere: FlaskClient) -> None:
    make_approved(town)
    before = tags(elsewhere, (*SHOWING, *NOT_SHOWING))
    refused = make_application(town, spans=[evening(28)])
    applications.refuse(refused, by=town.ewa, reason="other", note="Nie tym razem")
    withdrawn = make_application(town, spans=[evening(21)])
    applications.withdraw(withdrawn, by=town.anna)
    people.update_group(town.choir, people.GroupProfile(kind=GroupKind.NGO, name="Nowa nazwa"))
    db.session.commit()
    assert tags(elsewhere, (*SHOWING, *NOT_SHOWING)) == before


def test_what_is_rolled_back_is_never_seen(town: Town, elsewhere: FlaskClient) -> None:
    application = make_application(town)
    before = tags(elsewhere, SHOWING)
    applications.approve(application, by=town.ewa)
    db.session.flush()
    db.session.rollback()
    assert tags(elsewhere, SHOWING) == before


def test_a_cancelled_date_disappears_from_public_feeds(town: Town, elsewhere: FlaskClient) -> None:
    application = make_approved(town, spans=[evening(14), evening(21)])
    first, second = application.booking.occurrences
    assert elsewhere.get(ALL).text.count("BEGIN:VEVENT") == 2
    applications.cancel_dates(application, {first.id}, by=town.anna)
    db.session.commit()
    body = elsewhere.get(ALL).text
    assert first.uid not in body
    assert f"UID:{second.uid}@" in body
    assert "CANCELLED" not in body


def test_a_meeting_in_the_whole_shows_in_the_feeds_of_its_parts(town: Town, elsewhere: FlaskClient) -> None:
    make_approved(town, room=town.hall_with_kitchen, title="W obu")
    for room in ("sala-duza", "aneks", "sala-z-aneksem"):
        assert "SUMMARY:W obu" in elsewhere.get(f"/kalendarz/brzozowa/{room}.ics").text
    assert elsewhere.get(SITE).text.count("SUMMARY:W obu") == 1
    assert "W obu" not in elsewhere.get(OTHER_ROOM).text


def test_closures_are_in_the_feeds_of_what_they_shut(town: Town, elsewhere: FlaskClient) -> None:
    rooms = [town.hall, town.kitchen, town.hall_with_kitchen, town.quiet_room]
    span = Timespan(whole_day(days_ahead(31)).start, whole_day(days_ahead(40)).end)
    plan = ClosurePlan(rooms=rooms, span=span, reason="Remont", site_id=town.brzozowa.id)
    create_closure(plan, by=town.ewa)
    db.session.commit()
    for address in (ROOM, OTHER_ROOM, SITE, ALL):
        assert elsewhere.get(address).text.count("SUMMARY:Zamknięte: Remont") == 1, address
    assert "Remont" not in elsewhere.get(OTHER_SITE).text


def test_a_bad_record_leaves_the_rest_of_the_feed_whole(town: Town, elsewhere: FlaskClient) -> None:
    good = make_approved(town, spans=[evening(14)]).booking
    bad = make_approved(town, spans=[evening(21)], title="Zepsute").booking.occurrences[0]
    db.session.execute(text("UPDATE occurrence SET uid = 'zły uid\n' WHERE id = :id"), {"id": bad.id})
    db.session.execute(text("UPDATE resource SET lock_version = lock_version + 1"))
    db.session.execute(
        text("UPDATE booking SET title = 'Chór\x0bSUMMARY:x\u2028END:VEVENT' WHERE id = :id"), {"id": good.id}
    )
    db.session.commit()
    body = elsewhere.get(ALL).text
    assert body.count("BEGIN:VEVENT") == 1
    assert "Zepsute" not in body
    assert f"UID:{good.occurrences[0].uid}@" in body
    assert body.count("\r\nSUMMARY") == 1


def test_subscribers_read_from_a_feed_what_the_database_holds(town: Town, elsewhere: FlaskClient) -> None:
    weeks = [evening(7 * number) for number in range(1, 40)]
    series = make_approved(town, spans=weeks).booking
    offsets = {span.start.astimezone(WARSAW).utcoffset() for span in weeks}
    assert len(offsets) == 2, "The series must cross a change of the clocks."
    octets = elsewhere.get(ROOM).data
    held = {
        tuple(
            moment.astimezone(WARSAW).strftime("%Y-%m-%dT%H:%M%z")
            for moment in (date.starts_at, date.ends_at)
        )
        for date in series.occurrences
    }
    for read in (read_with_icalendar, read_with_khal):
        seen = read(octets)
        assert {(start, end) for start, end, _ in seen} == held
        assert {title for _, _, title in seen} == {"Próba chóru"}
