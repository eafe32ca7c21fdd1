from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mal.applications.models import Application
from mal.bookings.closures import reopen_closure
from mal.bookings.errors import ClosureOver
from mal.bookings.models import Allocation, AllocationKind
from mal.bookings.states import DateState
from mal.places.models import Closure
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import whole_days
from tests.client import Browser, Page
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.sample_data import NINE, PASSWORD, TEN, Town, make_town

FORM = "form.form"


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


def shut(browser: Browser, where: str, days: int = 14, expecting: int = 200, **more: Any) -> Page:
    browser.get("closures.new")
    values: dict[str, Any] = {
        "where": where,
        "first": days_ahead(days).isoformat(),
        "reason": "Malowanie ścian",
    } | more
    return browser.submit(FORM, expecting=expecting, **values)


def closures() -> list[Closure]:
    return list(db.session.scalars(select(Closure).order_by(Closure.id)))


def states(application: Application) -> list[DateState]:
    return [occurrence.state for occurrence in application.booking.occurrences]


def held() -> int:
    return len(db.session.scalars(select(Allocation).where(Allocation.kind == AllocationKind.CLOSURE)).all())


def test_a_closure_that_hits_nobody_is_entered_at_once(town: Town, celina: Browser) -> None:
    last = days_ahead(14) + timedelta(days=2)
    page = shut(celina, f"room-{town.hall.id}", last=last.isoformat())
    assert page.address == "/praca/zamkniecia"
    assert "Malowanie ścian" in page.text
    assert closures()[0].span == whole_days(days_ahead(14), last)
    assert closures()[0].created_by_id == town.celina.id
    assert held() == 3


def test_whom_it_hits_is_shown_before_anything_changes(town: Town, celina: Browser) -> None:
    hit = make_approved(town, contact_name="Pani Zofia", contact_phone="+48 600 000 011")
    page = shut(celina, f"room-{town.hall.id}", expecting=409)
    said = page.one("[aria-labelledby=hit]").text
    for word in ("Próba chóru", "Chór Sąsiedzki", "Pani Zofia", "+48 600 000 011"):
        assert word in said
    assert page.one("#reason")["value"] == "Malowanie ścian"
    assert closures() == []
    assert hit.booking.occurrences[0].state is DateState.PLANNED


def test_the_dates_of_one_booking_stand_together(town: Town, celina: Browser) -> None:
    make_approved(town, spans=[evening(days, NINE, TEN) for days in (14, 21, 28)])
    make_approved(town, group=town.chess, title="Szachy")
    celina.get("closures.new")
    days = {"first": days_ahead(14).isoformat(), "last": days_ahead(28).isoformat()}
    page = celina.submit(FORM, where=f"room-{town.hall.id}", reason="Malowanie", expecting=409, **days)
    assert "4 planned meetings" in page.one("#hit").text
    assert "2 groups planned them." in page.text
    assert [len(row.select("time")) // 2 for row in page.all("[aria-labelledby=hit] li")] == [3, 1]
    assert "3 dates" in page.one("[aria-labelledby=hit] details summary").text


def test_when_staff_say_so_the_meetings_are_given_up(town: Town, celina: Browser) -> None:
    hit = make_approved(town, spans=[evening(14), evening(21)])
    shut(celina, f"room-{town.hall.id}", expecting=409)
    page = celina.submit(FORM)
    assert page.address == "/praca/zamkniecia"
    assert [each.state for each in hit.booking.occurrences] == [DateState.CANCELLED, DateState.PLANNED]
    assert len(closures()) == 1


def test_a_meeting_planned_in_between_is_shown_too(town: Town, celina: Browser) -> None:
    make_approved(town)
    shut(celina, f"room-{town.hall.id}", expecting=409)
    late = make_approved(town, group=town.chess, title="Szachy", spans=[evening(14, NINE, TEN)])
    page = celina.submit(FORM, expecting=409)
    assert [len(row.select(".tag")) for row in page.all("[aria-labelledby=hit] li")] == [1, 0]
    assert states(late) == [DateState.PLANNED]
    celina.submit(FORM)
    assert states(late) == [DateState.CANCELLED]


def test_closing_a_part_hits_the_whole_and_closing_a_house_hits_all(town: Town, celina: Browser) -> None:
    make_approved(town, room=town.hall_with_kitchen, title="Kolacja")
    make_approved(town, room=town.quiet_room, headcount=3, title="Porady")
    make_approved(town, room=town.studio, headcount=3, title="Gdzie indziej")
    assert "Kolacja" in shut(celina, f"room-{town.kitchen.id}", expecting=409).text
    page = shut(celina, f"site-{town.brzozowa.id}", expecting=409)
    assert len(page.all("[aria-labelledby=hit] li")) == 2
    celina.submit(FORM)
    assert closures()[0].site_id == town.brzozowa.id
    assert held() == 3


def test_only_the_coordinator_closes_everything(town: Town, celina: Browser) -> None:
    page = celina.get("closures.new")
    offered = {option["value"] for option in page.all("#where option")}
    assert "all" not in offered
    assert f"site-{town.sosnowa.id}" not in offered
    ewa = celina.another().sign_in("ewa@example.org", PASSWORD)
    shut(ewa, "all")
    assert held() == 4
    assert (closures()[0].site_id, closures()[0].room_id) == (None, None)


def test_hours_of_one_day_can_be_closed(town: Town, celina: Browser) -> None:
    make_approved(town, spans=[evening(14, NINE, TEN)])
    shut(celina, f"room-{town.hall.id}", starts="10:00", ends="24:00")
    assert closures()[0].starts_at == evening(14, NINE, TEN).end


def test_a_closure_over_another_is_said_beside_the_day(town: Town, celina: Browser) -> None:
    shut(celina, f"room-{town.hall.id}")
    page = shut(celina, f"site-{town.brzozowa.id}", expecting=409)
    assert set(page.errors()) == {"first"}
    assert "Malowanie ścian" in page.errors()["first"]
    assert len(closures()) == 1


def test_what_was_closed_can_be_opened_again(town: Town, celina: Browser) -> None:
    cancelled = make_approved(town)
    shut(celina, f"room-{town.hall.id}", expecting=409)
    celina.submit(FORM)
    page = celina.submit('form[action$="/otworz"]')
    assert held() == 0
    assert closures()[0].lifted_at is not None
    assert page.all('form[action$="/otworz"]') == []
    assert cancelled.booking.occurrences[0].state is DateState.CANCELLED
    make_approved(town, title="Znowu wolne")


def test_a_closure_that_is_over_stays_in_the_figures(town: Town, celina: Browser) -> None:
    shut(celina, f"room-{town.hall.id}")
    closure = closures()[0]
    with clock.at(closure.ends_at), pytest.raises(ClosureOver):
        reopen_closure(closure)
    assert closure.lifted_at is None


def test_staff_of_another_site_do_not_open_it(town: Town, celina: Browser) -> None:
    shut(celina, f"room-{town.hall.id}")
    closure_id = closures()[0].id
    daniel = celina.another().sign_in("daniel@example.org", PASSWORD)
    page = daniel.get("closures.index")
    assert page.all('form[action$="/otworz"]') == []
    token = page.all("input[name=csrf_token]")[0]["value"]
    daniel.post("closures.reopen", {"csrf_token": token}, closure_id=closure_id, expecting=403)
    assert held() == 1


def test_only_the_coordinator_opens_what_was_closed_everywhere(town: Town, celina: Browser) -> None:
    ewa = celina.another().sign_in("ewa@example.org", PASSWORD)
    shut(ewa, "all")
    assert celina.get("closures.index").all('form[action$="/otworz"]') == []
    ewa.get("closures.index")
    ewa.submit('form[action$="/otworz"]')
    assert held() == 0


YESTERDAY = (clock.today() - timedelta(days=3)).isoformat()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"where": ""}, "where"),
        ({"where": "all"}, "where"),
        ({"where": "site-99999999999"}, "where"),
        ({"where": "room-1\x00"}, "where"),
        ({"first": ""}, "first"),
        ({"first": "jutro"}, "first"),
        ({"first": YESTERDAY}, "first"),
        ({"last": "32.13.2027"}, "last"),
        ({"last": YESTERDAY}, "last"),
        ({"last": "2099-12-31"}, "last"),
        ({"starts": "10:00"}, "ends"),
        ({"ends": "10:00"}, "starts"),
        ({"starts": "12:00", "ends": "10:00"}, "ends"),
        ({"starts": "rano", "ends": "10:00"}, "starts"),
        ({"starts": "10:00", "ends": "12:00", "last": days_ahead(28).isoformat()}, "last"),
        ({"reason": ""}, "reason"),
        ({"reason": " \x00 "}, "reason"),
        ({"reason": "x" * 201}, "reason"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_beside_the_field_and_kept(
    town: Town, celina: Browser, values: dict[str, str], wrong: str
) -> None:
    page = celina.get("closures.new")
    data = {
        "csrf_token": page.one("main input[name=csrf_token]")["value"],
        "where": f"room-{town.hall.id}",
        "first": days_ahead(14).isoformat(),
        "reason": "Malowanie",
    } | values
    page = celina.post("closures.create", data, expecting=422)
    assert set(page.errors()) == {wrong}
    if wrong != "reason":
        assert page.one("#reason")["value"] == "Malowanie"
    assert closures() == []


@pytest.mark.parametrize("accepted", ["x", "1,2,\x00", "9" * 40, ",,,", "-1"])
def test_accepted_dates_that_are_none_accept_nothing(town: Town, celina: Browser, accepted: str) -> None:
    hit = make_approved(town)
    page = shut(celina, f"room-{town.hall.id}", expecting=409)
    data = {
        "csrf_token": page.one("main input[name=csrf_token]")["value"],
        "where": f"room-{town.hall.id}",
        "first": days_ahead(14).isoformat(),
        "reason": "Malowanie",
        "accepted": accepted,
    }
    celina.post("closures.create", data, expecting=409 if accepted != "1,2,\x00" else 200)
    expected = DateState.CANCELLED if accepted == "1,2,\x00" else DateState.PLANNED
    assert hit.booking.occurrences[0].state is expected


def test_a_closure_that_is_none_is_not_found(town: Town, celina: Browser) -> None:
    page = celina.get("closures.index")
    token = page.all("input[name=csrf_token]")[0]["value"]
    celina.post("closures.reopen", {"csrf_token": token}, closure_id=77, expecting=404)


def test_what_waits_for_that_time_is_named_beside_what_is_given_up(town: Town, celina: Browser) -> None:
    make_approved(town, group=town.chess, title="Szachy")
    waiting = make_application(town, title="Próba", spans=[evening(14), evening(21)])
    make_application(town, title="Kiedy indziej", spans=[evening(35)])
    make_application(town, title="W innej sali", room=town.quiet_room, headcount=3)
    page = shut(celina, f"room-{town.hall.id}", expecting=409)
    links = page.one("[aria-labelledby=hit]").select("a[href^='/praca/wnioski/']")
    assert [str(a["href"]) for a in links] == [f"/praca/wnioski/{waiting.id}"]
    celina.submit(FORM)
    assert states(waiting) == [DateState.ASKED, DateState.ASKED]


def test_a_room_that_shares_a_part_is_looked_at_too(town: Town, celina: Browser) -> None:
    make_application(town, title="Pierogi", room=town.hall_with_kitchen)
    page = shut(celina, f"room-{town.hall.id}")
    assert "1 application that waits asks for this time." in page.one(".flashes").text


def test_a_closure_that_nobody_asks_for_says_nothing_of_applications(town: Town, celina: Browser) -> None:
    make_application(town, spans=[evening(35)])
    page = shut(celina, f"room-{town.hall.id}")
    assert "asks for this time" not in page.one(".flashes").text
