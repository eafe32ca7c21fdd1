from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Booking, Occurrence
from mal.bookings.states import DateState
from mal.people.models import Group
from mal.shared import clock
from mal.shared.database import db
from tests.client import Browser, Page
from tests.factories import days_ahead, evening, make_approved
from tests.sample_data import NINE, PASSWORD, TEN, Town, make_town

FORM = "form.form"


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


def answers(town: Town, **changes: Any) -> dict[str, Any]:
    """Fill in the form for the choir, once, in the hall."""
    return {
        "group": town.choir.id,
        "contact_name": "Pani Zofia",
        "contact_phone": "+48 600 000 011",
        "room": town.hall.id,
        "day": days_ahead(14).isoformat(),
        "starts": "17:00",
        "ends": "19:00",
        "people": 20,
        "title": "Próba",
        "activity": "music",
    } | changes


def look(celina: Browser, town: Town, expecting: int = 200, **changes: Any) -> Page:
    celina.get("phone_booking.new")
    return celina.submit(FORM, expecting=expecting, **answers(town, **changes))


def bookings() -> list[Booking]:
    return list(db.session.scalars(select(Booking).order_by(Booking.id)))


def test_first_the_dates_are_shown_and_nothing_is_booked(town: Town, celina: Browser) -> None:
    page = look(celina, town, until=(days_ahead(14) + timedelta(weeks=2)).isoformat())
    assert len(page.all("input[name=dates][checked]")) == 3
    assert bookings() == []
    assert page.one("#title")["value"] == "Próba"


def test_a_free_date_is_booked_at_once(town: Town, celina: Browser) -> None:
    look(celina, town)
    page = celina.submit(FORM)
    booking = bookings()[0]
    application = db.session.scalars(select(Application)).one()
    assert page.address == f"/praca/wnioski/{application.id}"
    assert application.state is ApplicationState.APPROVED
    assert application.entered_by_id == town.celina.id
    assert (booking.contact_name, booking.contact_phone) == ("Pani Zofia", "+48 600 000 011")
    assert [each.state for each in booking.occurrences] == [DateState.PLANNED]


def test_things_are_booked_with_the_room(town: Town, celina: Browser) -> None:
    things: dict[str, Any] = {f"s{town.chairs.id}": 30, f"s{town.projector.id}": ""}
    look(celina, town, **things)
    celina.submit(FORM)
    assert [(line.equipment_id, line.quantity) for line in bookings()[0].equipment] == [(town.chairs.id, 30)]


def test_a_group_without_an_account_is_made_on_the_way(town: Town, celina: Browser) -> None:
    look(celina, town, group="new", new_name="Sąsiedzi z Lipowej", new_kind="informal")
    assert db.session.scalar(select(func.count(Group.id))) == 2
    celina.submit(FORM)
    group = bookings()[0].group
    assert (group.name, group.kind, group.leaders) == ("Sąsiedzi z Lipowej", "informal", [])


def test_the_same_form_sent_twice_books_once(town: Town, celina: Browser) -> None:
    page = look(celina, town, group="new", new_name="Sąsiedzi z Lipowej")
    celina.submit(FORM)
    celina.page = page
    celina.submit(FORM)
    assert len(bookings()) == 1
    assert db.session.scalar(select(func.count(Group.id))) == 3


def test_what_is_taken_cannot_be_ticked(town: Town, celina: Browser) -> None:
    make_approved(town, group=town.chess, title="Szachy", spans=[evening(14)])
    page = look(celina, town, until=(days_ahead(14) + timedelta(weeks=1)).isoformat())
    boxes = page.all("input[name=dates]")
    assert [box.has_attr("disabled") for box in boxes] == [True, False]
    assert "Szachy" in page.one(".series__row--clash").text
    celina.submit(FORM)
    dates = bookings()[-1].occurrences
    assert [each.on_date for each in dates] == [days_ahead(14) + timedelta(weeks=1)]


def test_a_rule_is_gone_past_only_with_a_tick_and_a_word(town: Town, celina: Browser) -> None:
    late: dict[str, Any] = {"starts": "20:00", "ends": "22:00"}
    page = look(celina, town, **late)
    box = page.one("input[name=dates]")
    assert not box.has_attr("checked")
    assert not box.has_attr("disabled")
    celina.submit(FORM, expecting=422)
    assert bookings() == []
    page = celina.submit(FORM, dates=[days_ahead(14).isoformat()], expecting=422)
    assert set(page.errors()) == {"note"}
    assert page.one("input[name=dates]").has_attr("checked")
    celina.submit(FORM, note="Uzgodnione z koordynatorką.")
    assert [each.state for each in bookings()[0].occurrences] == [DateState.PLANNED]
    assert db.session.scalars(select(Application)).one().answer == "Uzgodnione z koordynatorką."


def test_what_nobody_may_go_past_is_refused_even_when_it_is_sent(town: Town, celina: Browser) -> None:
    page = look(celina, town, people=41)
    token = page.one("main input[name=csrf_token]")["value"]
    key = page.one("input[name=form_key]")["value"]
    data = answers(town, people=41) | {
        "csrf_token": token,
        "form_key": key,
        "visibility": "open",
        "new_kind": "informal",
        "step": "book",
        "dates": days_ahead(14).isoformat(),
        "note": "Bo tak",
    }
    page = celina.post("phone_booking.submit", data, expecting=422)
    assert len(page.all("#dates .error")) == 1
    assert bookings() == []


def test_a_date_taken_while_they_talked_is_shown(town: Town, celina: Browser) -> None:
    look(celina, town)
    make_approved(town, group=town.chess, title="Szachy", spans=[evening(14)])
    page = celina.submit(FORM, expecting=422)
    assert "Szachy" in page.one(".series__row--clash").text
    assert len(bookings()) == 1


def test_other_times_can_be_looked_at_with_the_same_form(town: Town, celina: Browser) -> None:
    look(celina, town)
    page = celina.submit(FORM, button="Look at the dates again", day=days_ahead(21).isoformat())
    assert [box["value"] for box in page.all("input[name=dates][checked]")] == [days_ahead(21).isoformat()]
    assert bookings() == []


def test_staff_book_the_rooms_of_their_own_site(town: Town, celina: Browser) -> None:
    page = celina.get("phone_booking.new")
    offered = {option["value"] for option in page.all("#room option")}
    assert str(town.studio.id) not in offered
    assert str(town.hall.id) in offered
    data = answers(town, room=town.studio.id) | {
        "csrf_token": page.one("main input[name=csrf_token]")["value"],
        "form_key": "a" * 32,
        "visibility": "open",
        "new_kind": "informal",
    }
    page = celina.post("phone_booking.submit", data, expecting=422)
    assert set(page.errors()) == {"room"}


def test_a_confidential_meeting_needs_a_quiet_room(town: Town, celina: Browser) -> None:
    page = look(celina, town, visibility="confidential", expecting=422)
    assert len(page.all(".field--wrong")) == 1
    page = look(celina, town, visibility="confidential", room=town.quiet_room.id, people=3)
    celina.submit(FORM)
    assert bookings()[0].visibility == "confidential"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"group": ""}, "group"),
        ({"group": "99999"}, "group"),
        ({"group": "1\x00"}, "group"),
        ({"group": "new", "new_name": ""}, "new_name"),
        ({"group": "new", "new_name": " \x00 "}, "new_name"),
        ({"new_kind": "gang"}, "new_kind"),
        ({"contact_name": "x" * 121}, "contact_name"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact_name": " \x00"}, "contact_name"),
        ({"contact_phone": "6" * 41}, "contact_phone"),
        ({"room": "99999999999999"}, "room"),
        ({"day": "31.02.2027"}, "day"),
        ({"day": "wkrótce"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"starts": "25:00"}, "starts"),
        ({"starts": "٣:00"}, "starts"),
        ({"ends": "16:00"}, "ends"),
        ({"ends": "17:00"}, "ends"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "2099-01-01"}, "until"),
        ({"people": "0"}, "people"),
        ({"people": "dużo"}, "people"),
        ({"people": "9" * 30}, "people"),
        ({"title": ""}, "title"),
        ({"title": "\x00"}, "title"),
        ({"title": "x" * 101}, "title"),
        ({"activity": "riot"}, "activity"),
        ({"form_key": "short"}, "form_key"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_beside_the_field_and_kept(
    town: Town, celina: Browser, values: dict[str, str], wrong: str
) -> None:
    page = celina.get("phone_booking.new")
    data = answers(town) | {
        "csrf_token": page.one("main input[name=csrf_token]")["value"],
        "form_key": "a" * 32,
        "visibility": "open",
        "new_kind": "informal",
    }
    page = celina.post("phone_booking.submit", data | values, expecting=422)
    if wrong == "form_key":
        assert bookings() == []
        return
    assert set(page.errors()) == {wrong}
    assert page.one(".error-summary a")["href"] == f"#{wrong}"
    if wrong != "title":
        assert page.one("#title")["value"] == "Próba"
    assert bookings() == []


def test_more_pieces_than_there_are_is_said_beside_the_field(town: Town, celina: Browser) -> None:
    name = f"s{town.projector.id}"
    page = look(celina, town, expecting=422, **{name: 4})
    assert set(page.errors()) == {name}
    assert page.one(f"#{name}")["value"] == "4"


def test_an_hour_that_the_spring_skips_is_said_beside_the_field(town: Town, celina: Browser) -> None:
    year = clock.today().year + 1
    last = max(day for day in range(25, 32) if clock.today().replace(year, 3, day).weekday() == 6)
    page = look(celina, town, expecting=422, day=f"{year}-03-{last}", starts="02:30", ends="05:00")
    assert set(page.errors()) == {"starts"}


def test_a_series_keeps_its_wall_clock_over_both_changes(town: Town, celina: Browser) -> None:
    first = days_ahead(14)
    celina.get("phone_booking.new")
    until = (first + timedelta(weeks=52)).isoformat()
    page = celina.submit(FORM, **answers(town, until=until, starts="10:00", ends="11:00"))
    hours = {row.get_text() for row in page.all(".series__row .hours")}
    assert hours == {"10:00–11:00"}


def test_a_second_booking_next_to_the_first_is_no_clash(town: Town, celina: Browser) -> None:
    make_approved(town, spans=[evening(14, NINE, TEN)])
    look(celina, town, starts="10:00", ends="11:00")
    celina.submit(FORM)
    assert db.session.scalar(select(func.count(Occurrence.id))) == 2
