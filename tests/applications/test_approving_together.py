import pytest
from flask import Flask

from mal.applications import service
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import BookingEvent
from mal.bookings.states import Step
from mal.notifications import outbox
from mal.notifications.models import Letter
from mal.shared.database import db
from tests.client import Browser, settle_outer_session
from tests.factories import evening, make_application, make_approved
from tests.sample_data import NINE, PASSWORD, TEN, Town, make_town
from tests.statements import statements

TOGETHER = "#together"
WAITING, APPROVED = ApplicationState.WAITING, ApplicationState.APPROVED


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


def week(number: int) -> int:
    """Keep days apart: each moves on to a working day."""
    return 14 + 7 * number


def ordinary(town: Town, number: int) -> Application:
    return make_application(town, title=f"Próba {number}", spans=[evening(week(number))])


def several(town: Town, count: int) -> list[Application]:
    return [ordinary(town, number) for number in range(count)]


def ids(applications: list[Application]) -> list[int]:
    return [each.id for each in applications]


def token(browser: Browser) -> str:
    return str(browser.get("staff_queue.index").all("input[name=csrf_token]")[0]["value"])


def test_the_ticked_applications_are_approved_and_the_others_wait(town: Town, celina: Browser) -> None:
    first, second, third = several(town, 3)
    celina.get("staff_queue.index")
    page = celina.submit(TOGETHER, applications=ids([first, second]))
    assert page.address == "/praca/wnioski"
    assert "Approved 2 applications." in page.one(".flashes").text
    assert [each.state for each in (first, second, third)] == [APPROVED, APPROVED, WAITING]
    assert first.decided_by_id == second.decided_by_id == town.celina.id


def test_twelve_ordinary_applications_take_two_clicks_without_script(town: Town, celina: Browser) -> None:
    waiting = several(town, 12)
    page = celina.get("staff_queue.index")
    ticking = page.one("[data-ticks]")
    page = celina.get(str(ticking["href"]))
    assert len(page.all("input[name=applications][checked]")) == 12
    page = celina.submit(TOGETHER)
    assert page.all(".queue__row") == []
    assert {each.state for each in waiting} == {APPROVED}


def test_each_group_is_written_to_as_after_a_single_answer(town: Town, celina: Browser) -> None:
    one, two, alone = several(town, 3)
    celina.get("staff_queue.index")
    celina.submit(TOGETHER, applications=ids([one, two]))
    service.approve(alone, by=town.celina)
    db.session.commit()
    events = [
        [
            (event.step, event.reason, event.note)
            for event in db.session.query(BookingEvent).filter_by(booking_id=b)
        ]
        for b in (one.booking_id, two.booking_id, alone.booking_id)
    ]
    assert events[0] == events[1] == events[2]
    assert events[0][-1][0] is Step.APPROVE
    outbox.compose_pending(50)
    subjects = [letter.subject for letter in db.session.query(Letter)]
    written = [sum(f"Próba {number}" in subject for subject in subjects) for number in range(3)]
    assert written[0] == written[1] == written[2] > 0


def test_one_whose_time_is_gone_is_left_and_named_and_the_others_stand(town: Town, celina: Browser) -> None:
    waiting = several(town, 3)
    celina.get("staff_queue.index")
    make_approved(town, group=town.chess, title="Szachy", spans=[evening(week(1))])
    page = celina.submit(TOGETHER, applications=ids(waiting))
    assert [each.state for each in waiting] == [APPROVED, WAITING, APPROVED]
    notice = page.one("main .notice")
    assert "Approved 2 of 3." in notice.text
    assert [a.text for a in notice.select("a")] == ["Próba 1"]
    assert "Szachy" in notice.text
    assert page.texts(".queue__title") == ["Próba 1"]


def test_rivals_ticked_together_are_both_left_for_a_decision(town: Town, celina: Browser) -> None:
    mine, calm = ordinary(town, 0), ordinary(town, 5)
    celina.get("staff_queue.index")
    rival = make_application(
        town, group=town.chess, applicant=town.bartek, title="Turniej", spans=[evening(14)]
    )
    data = {"csrf_token": token(celina), "applications": ids([mine, calm, rival])}
    page = celina.post("staff_queue.approve_selected", data)
    assert [each.state for each in (mine, calm, rival)] == [WAITING, APPROVED, WAITING]
    assert {a.text for a in page.all("main .notice a")} == {"Próba 0", "Turniej"}
    assert "Someone else asks for the same time" in page.one("main .notice").text


def test_the_last_pieces_go_to_the_earlier_of_two(town: Town, celina: Browser) -> None:
    lines = [(town.projector, 2)]
    early = make_application(town, title="Film", equipment=lines)
    late = make_application(town, title="Slajdy", equipment=lines, room=town.quiet_room, headcount=3)
    celina.get("staff_queue.index")
    page = celina.submit(TOGETHER, applications=ids([early, late]))
    assert (early.state, late.state) == (APPROVED, WAITING)
    assert town.projector.name in page.one("main .notice li").text


def test_the_second_tap_says_that_they_are_answered(town: Town, celina: Browser) -> None:
    waiting = several(town, 2)
    data = {"csrf_token": token(celina), "applications": ids(waiting)}
    celina.post("staff_queue.approve_selected", data)
    decided = [each.decided_at for each in waiting]
    page = celina.post("staff_queue.approve_selected", data)
    assert "Answered before: Próba 0, Próba 1." in page.one(".flashes").text
    assert [each.decided_at for each in waiting] == decided
    approvals = db.session.query(BookingEvent).filter_by(step=Step.APPROVE).count()
    assert approvals == 2


def test_where_all_are_stopped_nothing_is_kept(town: Town, celina: Browser) -> None:
    waiting = several(town, 2)
    celina.get("staff_queue.index")
    make_approved(town, group=town.chess, spans=[evening(week(0)), evening(week(1))])
    version = town.choir.feed_version
    page = celina.submit(TOGETHER, applications=ids(waiting), expecting=409)
    assert "Approved 0 of 2." in page.one("main .notice").text
    assert town.choir.feed_version == version


def test_nothing_ticked_is_asked_about(town: Town, celina: Browser) -> None:
    waiting = several(town, 2)
    celina.get("staff_queue.index")
    page = celina.submit(TOGETHER, expecting=422)
    assert page.one("main .error").text.strip() == "Tick at least one application."
    assert {each.state for each in waiting} == {WAITING}


@pytest.mark.parametrize("ticked", ["x", "0", "9" * 30, "1\x00"])
def test_what_is_no_application_is_refused(town: Town, celina: Browser, ticked: str) -> None:
    several(town, 2)
    data = {"csrf_token": token(celina), "applications": ticked}
    celina.post("staff_queue.approve_selected", data, expecting=422)


def test_more_than_a_page_shows_is_refused(town: Town, celina: Browser) -> None:
    several(town, 2)
    data = {"csrf_token": token(celina), "applications": list(range(1, 52))}
    celina.post("staff_queue.approve_selected", data, expecting=422)


def test_an_application_of_another_place_stops_all(town: Town, celina: Browser) -> None:
    mine = ordinary(town, 0)
    elsewhere = make_application(town, room=town.studio, headcount=5)
    data = {"csrf_token": token(celina), "applications": ids([mine, elsewhere])}
    celina.post("staff_queue.approve_selected", data, expecting=403)
    assert mine.state is elsewhere.state is WAITING


def test_only_ordinary_ones_can_be_ticked(town: Town, celina: Browser) -> None:
    calm = several(town, 2)
    make_application(town, title="Rywal", spans=[evening(week(3))])
    make_application(town, group=town.chess, applicant=town.bartek, title="Turniej", spans=[evening(week(3))])
    make_approved(town, group=town.chess, spans=[evening(week(4))])
    make_application(town, title="Zajęte", spans=[evening(week(4))])
    page = celina.get("staff_queue.index", zaznacz="zwykle")
    assert [int(str(box["value"])) for box in page.all("input[name=applications]")] == ids(calm)


def test_a_single_ordinary_one_has_no_boxes(town: Town, celina: Browser) -> None:
    ordinary(town, 0)
    assert celina.get("staff_queue.index").all("input[name=applications], #together") == []


def test_each_further_application_costs_the_same_few_statements(
    town: Town, celina: Browser, app: Flask
) -> None:
    def cost(number: int, first: int) -> int:
        waiting = [
            make_application(town, spans=[evening(week(first + n), NINE, TEN)], equipment=[(town.chairs, 1)])
            for n in range(number)
        ]
        data = {"csrf_token": token(celina), "applications": ids(waiting)}
        settle_outer_session()
        with statements(app) as seen:
            celina.post("staff_queue.approve_selected", data)
        assert {each.state for each in waiting} == {APPROVED}
        return len(seen)

    few, many = cost(2, 0), cost(10, 2)
    assert (many - few) <= 8 * 14, (few, many)
