import pytest
from flask import Flask

from mal.applications import service
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.applications.web.forms import REASONS
from mal.bookings.models import BookingEvent
from mal.bookings.states import DateState, Step
from mal.shared.database import db
from tests.client import Browser, Page
from tests.factories import evening, make_application, make_approved
from tests.sample_data import PASSWORD, Town, make_town

GIVE = 'form[action*="/zatwierdz"]'
REFUSE = 'form[action*="/odmow"]'


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


def states(application: Application) -> list[DateState]:
    return [occurrence.state for occurrence in application.booking.occurrences]


def ticked(page: Page) -> list[bool]:
    return [box.has_attr("checked") for box in page.all("input[name=dates]")]


def steps(application: Application) -> list[tuple[Step, str]]:
    events = (
        db.session.query(BookingEvent).filter_by(booking_id=application.booking_id).order_by(BookingEvent.id)
    )
    return [(event.step, event.reason) for event in events]


def test_the_free_dates_come_ticked_and_the_rest_is_refused(town: Town, celina: Browser) -> None:
    make_approved(town, group=town.chess, title="Szachy", spans=[evening(21)])
    application = make_application(town, spans=[evening(14), evening(21), evening(28)])
    page = celina.get("staff_decision.show", application_id=application.id)
    assert ticked(page) == [True, False, True]
    assert "Szachy" in page.one(".series__row--clash").text
    celina.submit(GIVE, rest_reason="slot_taken", answer="Do zobaczenia!")
    assert states(application) == [DateState.PLANNED, DateState.REFUSED, DateState.PLANNED]
    assert application.answer == "Do zobaczenia!"
    assert steps(application)[1:] == [(Step.APPROVE, ""), (Step.REFUSE, "slot_taken")]


def test_what_is_free_instead_is_told(town: Town, celina: Browser) -> None:
    make_approved(town, group=town.chess, spans=[evening(14)])
    application = make_application(town)
    page = celina.get("staff_decision.show", application_id=application.id)
    assert "15:00" in page.one(".series__instead").text


def test_staff_may_give_fewer_dates_than_are_free(town: Town, celina: Browser) -> None:
    application = make_application(town, spans=[evening(14), evening(21)])
    celina.get("staff_decision.show", application_id=application.id)
    second = application.booking.occurrences[1]
    celina.submit(GIVE, dates=[second.id], rest_reason="limit_exceeded")
    assert states(application) == [DateState.REFUSED, DateState.PLANNED]
    assert steps(application)[-1] == (Step.REFUSE, "limit_exceeded")


def test_giving_no_date_at_all_is_asked_about(town: Town, celina: Browser) -> None:
    application = make_application(town, spans=[evening(14), evening(21)])
    celina.get("staff_decision.show", application_id=application.id)
    page = celina.submit(GIVE, dates=None, answer="Zostaje", expecting=422)
    assert page.one(".error-summary a")["href"] == "#dates"
    assert page.one("#answer").get_text().strip() == "Zostaje"
    assert ticked(page) == [False, False]
    assert states(application) == [DateState.ASKED, DateState.ASKED]


@pytest.mark.parametrize("date", ["x", "0", "-1", "9" * 30, "1\x00", "٣"])
def test_dates_that_are_none_are_answered_with_a_sentence(town: Town, celina: Browser, date: str) -> None:
    application = make_application(town, spans=[evening(14), evening(21)])
    page = celina.get("staff_decision.show", application_id=application.id)
    token = page.all("input[name=csrf_token]")[0]["value"]
    data = {"csrf_token": token, "dates": date, "rest_reason": "slot_taken"}
    page = celina.post("staff_decision.approve", data, application_id=application.id, expecting=422)
    assert len(page.all("#dates .error")) == 1


def test_dates_of_another_application_give_nothing(town: Town, celina: Browser) -> None:
    application = make_application(town)
    other = make_application(town, spans=[evening(21)], title="Inna")
    page = celina.get("staff_decision.show", application_id=application.id)
    token = page.all("input[name=csrf_token]")[0]["value"]
    data = {
        "csrf_token": token,
        "dates": str(other.booking.occurrences[0].id),
        "rest_reason": "slot_taken",
    }
    celina.post("staff_decision.approve", data, application_id=application.id, expecting=409)
    assert states(application) == states(other) == [DateState.ASKED]


def test_a_single_date_needs_no_reason_for_the_rest(town: Town, celina: Browser) -> None:
    application = make_application(town)
    page = celina.get("staff_decision.show", application_id=application.id)
    assert page.all("[name=rest_reason]") == []
    celina.submit(GIVE)
    assert application.state is ApplicationState.APPROVED


def test_a_reason_of_ones_own_for_the_rest_is_written_down(town: Town, celina: Browser) -> None:
    application = make_application(town, spans=[evening(14), evening(21)])
    celina.get("staff_decision.show", application_id=application.id)
    first = application.booking.occurrences[0]
    page = celina.submit(GIVE, dates=[first.id], rest_reason="other", expecting=422)
    assert set(page.errors()) == {"answer"}
    assert ticked(page) == [True, False]
    celina.submit(GIVE, dates=[first.id], rest_reason="other", answer="Malujemy ściany.")
    assert states(application) == [DateState.PLANNED, DateState.REFUSED]


@pytest.mark.parametrize("reason", sorted(set(REASONS) - {"other"}))
def test_each_reason_of_the_dictionary_refuses(town: Town, celina: Browser, reason: str) -> None:
    application = make_application(town)
    celina.get("staff_decision.show", application_id=application.id)
    page = celina.submit(REFUSE, reason=reason)
    assert page.address == "/praca/wnioski"
    assert application.state is ApplicationState.REFUSED
    assert application.refusal_reason == reason
    assert states(application) == [DateState.REFUSED]


def test_another_reason_has_to_be_described(town: Town, celina: Browser) -> None:
    application = make_application(town)
    celina.get("staff_decision.show", application_id=application.id)
    page = celina.submit(REFUSE, reason="other", note=" \x00 ", expecting=422)
    assert set(page.errors()) == {"note"}
    assert page.one("[name=reason] option[selected]")["value"] == "other"
    celina.submit(REFUSE, reason="other", note="Sala jest malowana.")
    assert (application.refusal_reason, application.answer) == ("other", "Sala jest malowana.")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "bo tak"}, "reason"),
        ({"reason": "slot_taken\x00"}, "reason"),
        ({"reason": "slot_taken", "note": "x" * 1001}, "note"),
    ],
)
def test_a_refusal_filled_in_wrongly_says_so_beside_the_field(
    town: Town, celina: Browser, values: dict[str, str], wrong: str
) -> None:
    application = make_application(town)
    page = celina.get("staff_decision.show", application_id=application.id)
    token = page.all("input[name=csrf_token]")[0]["value"]
    page = celina.post(
        "staff_decision.refuse", {"csrf_token": token, **values}, application_id=application.id, expecting=422
    )
    assert set(page.errors()) == {wrong}
    assert page.one("#note").get_text().strip() == values.get("note", "")
    assert application.state is ApplicationState.WAITING


def test_two_people_deciding_at_once_get_one_decision(town: Town, celina: Browser) -> None:
    application = make_application(town)
    ewa = celina.another().sign_in("ewa@example.org", PASSWORD)
    celina.get("staff_decision.show", application_id=application.id)
    ewa.get("staff_decision.show", application_id=application.id)
    celina.submit(GIVE)
    page = ewa.submit(REFUSE, reason="slot_taken", expecting=409)
    assert application.state is ApplicationState.APPROVED
    assert application.decided_by_id == town.celina.id
    assert "Celina" in page.text
    assert len(page.all("[role=alert]")) == 1
    assert page.all("main form") == []


def test_a_date_given_away_meanwhile_is_shown_as_it_is_now(town: Town, celina: Browser) -> None:
    application = make_application(town, spans=[evening(14), evening(21)])
    celina.get("staff_decision.show", application_id=application.id)
    make_approved(town, group=town.chess, title="Szachy", spans=[evening(21)])
    page = celina.submit(GIVE, answer="Zapraszamy", expecting=409)
    assert states(application) == [DateState.ASKED, DateState.ASKED]
    assert ticked(page) == [True, False]
    assert "Szachy" in page.one(".series__row--clash").text
    assert page.one("#answer").get_text().strip() == "Zapraszamy"
    celina.submit(GIVE)
    assert states(application) == [DateState.PLANNED, DateState.REFUSED]


def test_a_confidential_meeting_of_others_is_not_named(town: Town, celina: Browser) -> None:
    make_approved(
        town, room=town.quiet_room, headcount=3, title="Wsparcie po stracie", visibility="confidential"
    )
    application = make_application(town, room=town.quiet_room, headcount=3)
    page = celina.get("staff_decision.show", application_id=application.id)
    assert "Wsparcie" not in page.text


def test_a_decided_application_shows_what_was_decided(town: Town, celina: Browser) -> None:
    application = make_application(town)
    service.refuse(application, by=town.ewa, reason="fees_or_commercial", note="Bilety po 20 zł.")
    db.session.commit()
    page = celina.get("staff_decision.show", application_id=application.id)
    assert "Bilety po 20 zł." in page.text
    assert "§ 4" in page.text
    assert [a["href"] for a in page.all("main a.go")] == [f"/wnioski/{application.id}"]


def test_staff_of_another_site_decide_nothing_here(town: Town, celina: Browser) -> None:
    application = make_application(town)
    token = celina.get("staff_decision.show", application_id=application.id).all("input[name=csrf_token]")[0][
        "value"
    ]
    daniel = celina.another().sign_in("daniel@example.org", PASSWORD)
    daniel.get("staff_decision.show", application_id=application.id, expecting=403)
    page = daniel.get("staff_queue.index")
    token = page.all("input[name=csrf_token]")[0]["value"]
    for endpoint in ("staff_decision.approve", "staff_decision.refuse"):
        daniel.post(
            endpoint,
            {"csrf_token": token, "everything": "y", "reason": "slot_taken", "rest_reason": "slot_taken"},
            application_id=application.id,
            expecting=403,
        )
    assert application.state is ApplicationState.WAITING


def test_an_application_that_is_none_is_not_found(town: Town, celina: Browser) -> None:
    celina.get("staff_decision.show", application_id=2**31 - 1, expecting=404)


def test_the_history_of_the_group_stands_beside(town: Town, celina: Browser) -> None:
    application = make_application(town)
    page = celina.get("staff_decision.show", application_id=application.id)
    assert "always came or cancelled in time" in page.text


def test_after_an_answer_comes_the_next_one_that_waits(town: Town, celina: Browser) -> None:
    first, second, third = (
        make_application(town, title=f"Próba {number}", spans=[evening(14 + 7 * number)])
        for number in range(3)
    )
    make_application(town, title="Gdzie indziej", room=town.studio, headcount=5)
    page = celina.get("staff_decision.show", application_id=first.id)
    assert page.one(".pager [rel=next]")["href"] == f"/praca/wnioski/{second.id}"
    page = celina.submit(GIVE)
    assert page.address == f"/praca/wnioski/{second.id}"
    assert "Próba 0" in page.one(".flashes").text
    assert page.one(".flashes a")["href"] == f"/praca/wnioski/{first.id}"
    page = celina.submit(REFUSE, reason="slot_taken")
    assert page.address == f"/praca/wnioski/{third.id}"
    assert page.all(".pager [rel=next]") == []
    assert celina.submit(GIVE).address == "/praca/wnioski"


def test_the_walk_through_one_place_stays_there(town: Town, browser: Browser) -> None:
    first = make_application(town, title="Taniec", room=town.studio, headcount=5)
    elsewhere = make_application(town, title="Gdzie indziej", spans=[evening(21)])
    last = make_application(town, title="Joga", room=town.studio, headcount=5, spans=[evening(28)])
    ewa = browser.sign_in("ewa@example.org", PASSWORD)
    page = ewa.get("staff_queue.index", miejsce="sosnowa")
    assert page.all(".queue__title a")[0]["href"] == f"/praca/wnioski/{first.id}?miejsce=sosnowa"
    page = ewa.get("staff_decision.show", application_id=first.id, miejsce="sosnowa")
    onwards = [f"/praca/wnioski{step}?miejsce=sosnowa" for step in ("", f"/{last.id}")]
    assert [link["href"] for link in page.all(".pager a")] == onwards
    assert ewa.submit(GIVE).address == onwards[1]
    assert ewa.submit(REFUSE, reason="slot_taken").address == onwards[0]
    assert elsewhere.state is ApplicationState.WAITING


def test_a_title_is_never_markup_in_what_is_said_about_it(town: Town, celina: Browser) -> None:
    application = make_application(town, title="<b>Próba</b> & śpiew")
    celina.get("staff_decision.show", application_id=application.id)
    page = celina.submit(GIVE)
    assert page.all(".flashes b") == []
    assert "<b>Próba</b> & śpiew" in page.one(".flashes").text


def test_each_line_of_what_is_to_be_corrected_names_its_field(town: Town, celina: Browser) -> None:
    application = make_application(town)
    celina.get("staff_decision.show", application_id=application.id)
    page = celina.submit(REFUSE, reason="", expecting=422)
    assert page.texts(".error-summary a") == ["Why? Choose from the list."]
    celina.get("phone_booking.new")
    page = celina.submit(".form", step="look", expecting=422)
    assert "Room: choose from the list." in page.texts(".error-summary a")
    assert "Day: fill in this field." in page.texts(".error-summary a")
