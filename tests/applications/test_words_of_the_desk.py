from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from mal.applications import staff_labels
from mal.places.labels import closure_period
from mal.places.models import Closure, Room, Site
from mal.shared import clock
from mal.shared.timespan import WARSAW, whole_days
from tests.sample_data import make_room, make_site

FRIDAY = datetime(2027, 3, 12, 10, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("due", "said", "tone"),
    [
        (date(2027, 3, 16), "answer by Tuesday, 2 working days left", "waiting"),
        (date(2027, 3, 15), "answer by Monday, 1 working day left", "warn"),
        (date(2027, 3, 12), "answer by today, the last day", "warn"),
        (date(2027, 3, 22), "answer by Monday 22 March, 6 working days left", "waiting"),
        (date(2027, 3, 11), "answer was due by Thursday 11 March, 1 working day late", "bad"),
        (date(2027, 3, 9), "answer was due by Tuesday 9 March, 3 working days late", "bad"),
        # Easter: Monday the 29th is no working day.
        (date(2027, 3, 30), "answer by Tuesday 30 March, 11 working days left", "waiting"),
    ],
)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_reply_clock_counts_working_days(in_app: Flask, due: date, said: str, tone: str) -> None:
    with clock.at(FRIDAY), in_app.test_request_context(), force_locale("en"):
        assert staff_labels.reply_words(due) == said
        assert staff_labels.reply_tone(due) == tone


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 h"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (6000, "100 h")]
)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_lengths_are_said_in_hours(in_app: Flask, minutes: int, said: str) -> None:
    with in_app.test_request_context(), force_locale("en"):
        assert staff_labels.hours(minutes) == said


def closure(first: date, last: date, **place: object) -> Closure:
    span = whole_days(first, last)
    return Closure(starts_at=span.start, ends_at=span.end, reason="Farba", **place)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_closures_are_said_by_their_days(in_app: Flask) -> None:
    spring = date(2027, 3, 28)
    with in_app.test_request_context(), force_locale("en"):
        assert closure_period(closure(spring, spring)) == "Sunday, 28 March 2027"
        several = closure_period(closure(spring, spring + timedelta(days=2)))
        assert several == "Sunday, 28 March 2027 – Tuesday, 30 March 2027"
        hours = closure(spring, spring)
        hours.starts_at += timedelta(hours=11)
        assert closure_period(hours) == "Sunday, 28 March 2027, 12:00–24:00"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_closure_touches_the_sites_whose_rooms_it_shuts(in_app: Flask) -> None:
    here: Site = make_site("brzozowa", 1)
    there: Site = make_site("sosnowa", 2)
    room: Room = make_room(here, "sala")
    day = date(2027, 3, 28)
    assert closure(day, day, room=room, room_id=room.id).affects_site(here.id)
    assert not closure(day, day, room=room, room_id=room.id).affects_site(there.id)
    assert not closure(day, day, site=here, site_id=here.id).affects_site(there.id)
    assert closure(day, day).affects_site(there.id)
