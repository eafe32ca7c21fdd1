from datetime import timedelta

import pytest
from flask import Flask

from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.client import Browser
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.sample_data import NINE, NOON, PASSWORD, TEN, Town, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


def test_meetings_stand_in_the_order_of_the_clock(town: Town, celina: Browser) -> None:
    make_approved(town, title="Wieczór")
    make_approved(town, title="Rano", room=town.quiet_room, headcount=3, spans=[evening(14, NINE, TEN)])
    make_approved(town, title="Też rano", spans=[evening(14, NINE, NOON)])
    make_approved(town, title="Gdzie indziej", room=town.studio, headcount=3)
    make_approved(town, title="Inny dzień", spans=[evening(21)])
    make_application(town, title="Nie wiadomo", room=town.kitchen, headcount=3)
    page = celina.get("day_sheet.show", site_slug="brzozowa", dzien=days_ahead(14).isoformat())
    assert page.texts("tbody tr td strong") == ["Też rano", "Rano", "Wieczór"]


def test_the_sheet_says_all_that_the_door_keeper_needs(town: Town, celina: Browser) -> None:
    make_approved(
        town,
        room=town.quiet_room,
        headcount=4,
        title="Grupa wsparcia",
        visibility="confidential",
        contact_name="Pani Zofia",
        contact_phone="+48 600 000 011",
        access_needs="Podjazd dla wózka",
        message="Prosimy o herbatę",
        equipment=[(town.chairs, 8)],
    )
    page = celina.get("day_sheet.show", site_slug="brzozowa", dzien=days_ahead(14).isoformat())
    row = page.one("tbody tr").get_text(" ")
    for word in (
        "17:00",
        "Grupa wsparcia",
        "Chór Sąsiedzki",
        "Pani Zofia",
        "+48 600 000 011",
        "8 × Krzesla",
        "Podjazd dla wózka",
        "Prosimy o herbatę",
    ):
        assert word in row
    assert page.all("tbody a.go") == []


def test_what_has_begun_leads_to_its_card(town: Town, celina: Browser) -> None:
    starts = clock.now() - timedelta(minutes=30)
    begun = make_approved(town, spans=[Timespan(starts, starts + timedelta(hours=1))])
    day = begun.booking.occurrences[0].on_date
    page = celina.get("day_sheet.show", site_slug="brzozowa", dzien=day.isoformat())
    assert page.one("tbody a.go")["href"] == f"/terminy/{begun.booking.occurrences[0].id}/karta"


def test_the_days_around_are_one_step_away(town: Town, celina: Browser) -> None:
    page = celina.get("day_sheet.show", site_slug="brzozowa", dzien="2027-01-01")
    assert [link["href"][-10:] for link in page.all(".pager a[rel]")] == ["2026-12-31", "2027-01-02"]
    assert page.one(".pager a:not([rel])")["href"] == "/praca/dzien/brzozowa"


def test_the_other_places_on_the_same_day_are_one_step_away(town: Town, browser: Browser) -> None:
    ewa = browser.sign_in("ewa@example.org", PASSWORD)
    page = ewa.get("day_sheet.show", site_slug="brzozowa", dzien="2027-01-01")
    assert [link["href"] for link in page.all(".switch a:not([aria-current])")] == [
        "/praca/dzien/sosnowa?dzien=2027-01-01"
    ]


def test_without_a_day_it_is_today(town: Town, celina: Browser) -> None:
    page = celina.get("day_sheet.show", site_slug="brzozowa")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert str(page.all(".pager a")[1]["href"]).endswith(tomorrow)
    assert page.all(".pager a:not([rel])") == []
    assert page.one("#dzien")["value"] == clock.today().isoformat()
    assert page.one(".empty h2").text


@pytest.mark.parametrize("day", ["wczoraj", "2027-02-31", "0000-00-00", "9999-12-31", "\x00", "2" * 500])
def test_a_day_that_is_none_is_said_beside_the_field(town: Town, celina: Browser, day: str) -> None:
    page = celina.get("day_sheet.show", site_slug="brzozowa", dzien=day, expecting=422)
    assert set(page.errors()) == {"dzien"}


def test_a_closure_stands_at_the_top(town: Town, celina: Browser) -> None:
    celina.get("closures.new")
    day = days_ahead(14).isoformat()
    celina.submit("form.form", where=f"site-{town.brzozowa.id}", first=day, reason="Przegląd gazu")
    page = celina.get("day_sheet.show", site_slug="brzozowa", dzien=day)
    assert "Przegląd gazu" in page.one(".sheet .notice").text
    daniel = celina.another().sign_in("daniel@example.org", PASSWORD)
    page = daniel.get("day_sheet.show", site_slug="sosnowa", dzien=day)
    assert page.all(".sheet .notice") == []


def test_staff_of_another_site_do_not_see_it(town: Town, celina: Browser) -> None:
    celina.get("day_sheet.show", site_slug="sosnowa", expecting=403)
    celina.get("day_sheet.show", site_slug="nigdzie", expecting=404)


def test_today_shows_what_to_do_first(town: Town, celina: Browser) -> None:
    make_application(town)
    make_application(town, room=town.studio, headcount=3)
    page = celina.get("staff_today.show")
    assert page.one(".todo a.button")["href"] == "/praca/wnioski"
    assert "1" in page.one(".todo h2").text
    assert [link["href"] for link in page.all("a.door")] == ["/praca/dzien/brzozowa"]
    ewa = celina.another().sign_in("ewa@example.org", PASSWORD)
    assert len(ewa.get("staff_today.show").all("a.door")) == 2


def test_today_says_what_must_be_answered_today(town: Town, celina: Browser) -> None:
    make_application(town).reply_due = clock.today()
    make_application(town, spans=[evening(21)]).reply_due = clock.today() + timedelta(days=1)
    db.session.commit()
    assert "1 of them must be answered today." in celina.get("staff_today.show").one(".todo").text


def test_today_says_at_once_what_is_closed_today(town: Town, celina: Browser) -> None:
    for day, reason in ((clock.today(), "Przegląd gazu"), (days_ahead(14), "Malowanie")):
        celina.get("closures.new")
        celina.submit("form.form", where=f"room-{town.hall.id}", first=day.isoformat(), reason=reason)
    page = celina.get("staff_today.show")
    assert "Przegląd gazu" in page.one(".notice--warn").text
    assert [reason in page.one(".columns").text for reason in ("Przegląd gazu", "Malowanie")] == [False, True]


def test_today_with_nothing_to_do_says_so(town: Town, celina: Browser) -> None:
    page = celina.get("staff_today.show")
    assert page.all(".todo") == []
    assert len(page.all(".empty")) == 1
