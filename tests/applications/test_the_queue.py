from datetime import timedelta

import pytest
from flask import Flask

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.shared import clock
from mal.shared.database import db
from tests.client import Browser
from tests.factories import evening, make_application, make_approved
from tests.sample_data import NINE, NOON, PASSWORD, SEVEN, TEN, Town, make_town
from tests.statements import statements

QUICK = 'form[action$="/zatwierdz"]'


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


def due(application: Application, days: int) -> None:
    application.reply_due = clock.today() + timedelta(days=days)
    db.session.commit()


def test_the_oldest_deadline_comes_first(town: Town, celina: Browser) -> None:
    due(make_application(town, title="Za tydzień"), 7)
    due(make_application(town, title="Spóźniona", spans=[evening(20)]), -3)
    due(make_application(town, title="Na jutro", spans=[evening(25)]), 1)
    page = celina.get("staff_queue.index")
    assert page.texts(".queue__title") == ["Spóźniona", "Na jutro", "Za tydzień"]
    assert len(page.all(".queue__row:first-child .clock--bad")) == 1
    assert page.all(".queue__row:last-child .clock--bad") == []


def test_staff_see_their_own_site_and_the_coordinator_all(town: Town, celina: Browser) -> None:
    make_application(town, title="Na Brzozowej")
    make_application(town, title="Na Sosnowej", room=town.studio, headcount=5)
    assert celina.get("staff_queue.index").texts(".queue__title") == ["Na Brzozowej"]
    daniel = celina.another().sign_in("daniel@example.org", PASSWORD)
    assert daniel.get("staff_queue.index").texts(".queue__title") == ["Na Sosnowej"]
    ewa = celina.another().sign_in("ewa@example.org", PASSWORD)
    assert len(ewa.get("staff_queue.index").texts(".queue__title")) == 2


def test_an_ordinary_application_is_approved_with_one_click(town: Town, celina: Browser) -> None:
    application = make_application(town, spans=[evening(14), evening(21)])
    celina.get("staff_queue.index")
    page = celina.submit(QUICK)
    assert page.address == "/praca/wnioski"
    assert page.all(".queue__row") == []
    assert "Próba chóru" in page.one(".flashes").text
    assert application.state is ApplicationState.APPROVED
    assert application.decided_by_id == town.celina.id


def test_one_that_others_compete_with_is_not_approved_in_passing(town: Town, celina: Browser) -> None:
    make_application(town)
    make_application(town, group=town.chess, applicant=town.bartek, title="Turniej")
    page = celina.get("staff_queue.index")
    assert page.all(QUICK) == []
    assert len(page.all(".status--warn")) == 2


def test_a_rival_who_came_after_the_queue_was_shown_is_looked_at_first(town: Town, celina: Browser) -> None:
    application = make_application(town)
    celina.get("staff_queue.index")
    make_application(town, group=town.chess, applicant=town.bartek, title="Turniej")
    page = celina.submit(QUICK)
    assert page.address == f"/praca/wnioski/{application.id}"
    assert application.state is ApplicationState.WAITING
    assert len(page.all(".rival")) == 2


def test_rooms_that_share_a_part_compete(town: Town, celina: Browser) -> None:
    make_application(town)
    make_application(
        town, room=town.hall_with_kitchen, group=town.chess, applicant=town.bartek, title="Turniej"
    )
    make_application(town, room=town.kitchen, headcount=5, title="Pierogi")
    page = celina.get("staff_queue.index")
    assert len(page.all(QUICK)) == 0


def test_the_queue_says_which_dates_are_gone(town: Town, celina: Browser) -> None:
    make_approved(town, group=town.chess, title="Szachy", spans=[evening(21)])
    make_application(town, spans=[evening(14), evening(21), evening(28)])
    page = celina.get("staff_queue.index")
    assert page.all(QUICK) == []
    assert len(page.all(".queue__row .queue__when .status--bad")) == 1


def test_the_last_pieces_given_away_are_noticed(town: Town, celina: Browser) -> None:
    make_approved(town, room=town.quiet_room, headcount=2, equipment=[(town.projector, 2)])
    make_application(town, equipment=[(town.projector, 2)])
    make_application(town, equipment=[(town.projector, 1)], spans=[evening(14, NINE, TEN)])
    page = celina.get("staff_queue.index")
    assert len(page.all(".status--bad")) == 1
    assert len(page.all(QUICK)) == 1


def test_a_date_next_to_another_is_free_and_one_in_the_tidying_time_is_not(
    town: Town, browser: Browser
) -> None:
    make_approved(town, room=town.studio, headcount=5, spans=[evening(14, TEN, NOON)])
    make_application(town, room=town.studio, headcount=5, spans=[evening(14, NINE, TEN)], title="Przed")
    make_application(town, spans=[evening(14, TEN, NOON)], title="Gdzie indziej")
    ewa = browser.sign_in("ewa@example.org", PASSWORD)
    page = ewa.get("staff_queue.index")
    # The studio needs a quarter of an hour to tidy up after the meeting before.
    assert len(page.all(".queue__when .status--bad")) == 1
    assert len(page.all(QUICK)) == 1


@pytest.mark.parametrize("waiting", [5, 50])
def test_the_queue_takes_the_same_few_statements_for_any_number_of_rows(
    town: Town, celina: Browser, app: Flask, waiting: int
) -> None:
    for number in range(waiting):
        make_application(
            town,
            title=f"Spotkanie {number}",
            spans=[evening(14 + number % 9), evening(40 + number % 9)],
            equipment=[(town.chairs, 1)],
            room=(town.hall, town.hall_with_kitchen, town.quiet_room)[number % 3],
            headcount=3,
        )
    make_approved(town, room=town.quiet_room, headcount=2)
    db.session.expire_all()
    with statements(app) as seen:
        page = celina.get("staff_queue.index")
    assert len(page.all(".queue__row")) == waiting
    assert len(seen) <= 16, "\n".join(seen)


def test_a_long_queue_has_pages(town: Town, celina: Browser) -> None:
    for number in range(53):
        make_application(town, title=f"Nr {number:02}", spans=[evening(14 + number)])
    first = celina.get("staff_queue.index")
    assert len(first.all(".queue__row")) == 50
    second = celina.get("staff_queue.index", strona=2)
    assert second.texts(".queue__title") == ["Nr 50", "Nr 51", "Nr 52"]
    assert celina.get("staff_queue.index", strona=99).texts(".queue__title") == ["Nr 50", "Nr 51", "Nr 52"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "\x00"])
def test_any_page_number_shows_a_page(town: Town, celina: Browser, page: str) -> None:
    make_application(town)
    assert len(celina.get("staff_queue.index", strona=page).all(".queue__row")) == 1


def test_an_empty_queue_says_what_to_do_next(town: Town, celina: Browser) -> None:
    page = celina.get("staff_queue.index")
    assert page.one(".empty a.button")["href"] == "/praca/rezerwacja"


def test_groups_have_no_desk(town: Town, browser: Browser) -> None:
    anna = browser.sign_in("anna@example.org", PASSWORD)
    for path in ("/praca", "/praca/wnioski", "/praca/rezerwacja", "/praca/zamkniecia"):
        anna.get(path, expecting=403)


def test_a_meeting_in_the_evening_seems_free_until_someone_else_has_it(town: Town, celina: Browser) -> None:
    make_application(town, spans=[evening(14)])
    assert len(celina.get("staff_queue.index").all(QUICK)) == 1
    make_approved(town, group=town.chess, spans=[evening(14, NOON, SEVEN)])
    assert len(celina.get("staff_queue.index").all(QUICK)) == 0


def test_one_place_of_several_can_be_looked_at_alone(town: Town, browser: Browser) -> None:
    make_application(town, title="Na Brzozowej")
    make_application(town, title="Na Sosnowej", room=town.studio, headcount=5)
    ewa = browser.sign_in("ewa@example.org", PASSWORD)
    assert [each.split()[-1] for each in ewa.get("staff_queue.index").texts(".switch .count")][:2] == [
        "1",
        "1",
    ]
    page = ewa.get("staff_queue.index", miejsce="sosnowa")
    assert page.texts(".queue__title") == ["Na Sosnowej"]
    assert page.one(".switch [aria-current]").get_text().startswith("Sosnowa")
    page = ewa.submit('form[action*="/zatwierdz"]')
    assert page.address == "/praca/wnioski?miejsce=sosnowa"
    assert page.all(".queue__row") == []


@pytest.mark.parametrize("place", ["sosnowa", "nie-ma", "", "\x00"])
def test_a_place_of_others_or_none_shows_ones_own(town: Town, celina: Browser, place: str) -> None:
    make_application(town, title="Na Brzozowej")
    make_application(town, title="Na Sosnowej", room=town.studio, headcount=5)
    page = celina.get("staff_queue.index", miejsce=place)
    assert page.texts(".queue__title") == ["Na Brzozowej"]
    assert page.all(".switch") == []


def test_what_was_answered_lately_can_be_found_again(town: Town, celina: Browser) -> None:
    application = make_application(town)
    celina.get("staff_queue.index")
    page = celina.submit(QUICK)
    here = f"/praca/wnioski/{application.id}"
    assert here in {a["href"] for a in page.all("main details a")}
    assert page.one(".flashes a")["href"] == here
    application.decided_at = clock.now() - timedelta(days=2)
    assert celina.get("staff_queue.index").all("main details") == []


def test_a_message_is_read_before_anything_is_approved(town: Town, celina: Browser) -> None:
    make_application(town, message="Przyjdziemy z psem przewodnikiem.")
    assert "psem przewodnikiem" in celina.get("staff_queue.index").one(".queue__said").text
