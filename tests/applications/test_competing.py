from datetime import timedelta

import pytest
from flask import Flask

from mal.bookings.states import DateState, Step
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.client import Browser
from tests.factories import evening, make_application, make_approved
from tests.sample_data import PASSWORD, Town, make_group, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("celina@example.org", PASSWORD)


def met(town: Town, days_ago: int, hours: int, group: object = None) -> None:
    """Let a group have met some days ago."""
    starts = clock.now() - timedelta(days=days_ago)
    span = Timespan(starts, starts + timedelta(hours=hours))
    make_approved(town, group=group or town.choir, spans=[span])


def test_the_group_with_fewer_hours_lately_comes_first(town: Town, celina: Browser) -> None:
    met(town, 5, 4)
    choir = make_application(town, title="Chór")
    make_application(town, group=town.chess, applicant=town.bartek, title="Turniej")
    page = celina.get("staff_decision.show", application_id=choir.id)
    assert page.texts(".rival__title") == ["Turniej", "Chór"]
    assert [len(each.select(".rival__because")) for each in page.all(".rival")] == [1, 0]
    assert "4 h" in page.all(".rival")[1].get_text(" ")


def test_hours_of_long_ago_do_not_count(town: Town, celina: Browser) -> None:
    met(town, 40, 4)
    choir = make_application(town, title="Chór")
    make_application(town, group=town.chess, applicant=town.bartek, title="Turniej")
    page = celina.get("staff_decision.show", application_id=choir.id)
    assert page.texts(".rival__title") == ["Chór", "Turniej"]


def test_equals_stand_in_the_order_they_were_sent(town: Town, celina: Browser) -> None:
    first = make_application(town, group=town.chess, applicant=town.bartek, title="Turniej")
    second = make_application(town, title="Chór")
    first.submitted_at, second.submitted_at = clock.now(), clock.now() - timedelta(hours=2)
    db.session.commit()
    page = celina.get("staff_decision.show", application_id=first.id)
    assert page.texts(".rival__title") == ["Chór", "Turniej"]
    assert page.one(".rival a.button")["href"] == f"/praca/wnioski/{second.id}"


def test_one_who_asks_back_to_back_is_no_rival(town: Town, celina: Browser) -> None:
    choir = make_application(town, spans=[evening(14)])
    span = evening(14)
    after = Timespan(span.end, span.end + timedelta(hours=1))
    make_application(town, group=town.chess, applicant=town.bartek, spans=[after])
    assert celina.get("staff_decision.show", application_id=choir.id).all(".rival") == []


def test_giving_one_leaves_the_other_to_be_answered(town: Town, celina: Browser) -> None:
    choir = make_application(town, title="Chór", spans=[evening(14), evening(21)])
    chess = make_application(town, group=town.chess, applicant=town.bartek, title="Turniej")
    celina.get("staff_decision.show", application_id=chess.id)
    celina.submit('form[action$="/zatwierdz"]')
    page = celina.get("staff_decision.show", application_id=choir.id)
    assert page.all(".rival") == []
    assert [box.has_attr("checked") for box in page.all("input[name=dates]")] == [False, True]
    assert choir.booking.occurrences[0].state is DateState.ASKED


def test_absences_of_this_year_are_counted(town: Town, celina: Browser) -> None:
    for days_ago in (10, 20, 400):
        starts = clock.now() - timedelta(days=days_ago)
        gone = make_approved(town, spans=[Timespan(starts, starts + timedelta(hours=1))])
        db.session.add(gone.booking.take(Step.MISS, gone.booking.occurrences, by=town.celina))
    other = make_group("Inni", None)
    db.session.commit()
    page = celina.get("staff_decision.show", application_id=make_application(town).id)
    assert "2" in page.texts("aside .facts:last-of-type dd")[-1]
    page = celina.get("staff_decision.show", application_id=make_application(town, group=other).id)
    assert "2" not in page.texts("aside .facts:last-of-type dd")[-1]
