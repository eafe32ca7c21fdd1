import pytest
from flask import Flask

from mal.shared.database import db
from tests.client import Browser
from tests.factories import evening, make_application, make_approved
from tests.sample_data import NINE, PASSWORD, TEN, Town, make_town
from tests.statements import statements


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def ewa(town: Town, browser: Browser) -> Browser:
    return browser.sign_in("ewa@example.org", PASSWORD)


@pytest.mark.parametrize("rivals", [1, 12])
def test_a_decision_takes_the_same_few_statements_for_any_number_of_rivals(
    town: Town, ewa: Browser, app: Flask, rivals: int
) -> None:
    make_approved(town, group=town.chess, spans=[evening(28)])
    mine = make_application(town, spans=[evening(14), evening(28)], equipment=[(town.chairs, 2)]).id
    for number in range(rivals):
        make_application(town, group=town.chess, applicant=town.bartek, title=f"Turniej {number}")
    with statements(app) as seen:
        page = ewa.get("staff_decision.show", application_id=mine)
    assert len(page.all(".rival")) == rivals + 1
    assert len(seen) <= 30, "\n".join(seen)


@pytest.mark.parametrize("meetings", [1, 10])
def test_a_day_sheet_takes_the_same_few_statements_for_any_number_of_meetings(
    town: Town, ewa: Browser, app: Flask, meetings: int
) -> None:
    for number in range(meetings):
        group = (town.choir, town.chess)[number % 2]
        starts = TEN.replace(hour=9 + number)
        ends = TEN.replace(hour=10 + number)
        make_approved(
            town, group=group, spans=[evening(14, starts, ends)], equipment=[(town.chairs, 1)], message="Kawa"
        )
    day = evening(14).local_day.isoformat()
    db.session.expire_all()
    with statements(app) as seen:
        page = ewa.get("day_sheet.show", site_slug="brzozowa", dzien=day)
    assert len(page.all("tbody tr")) == meetings
    assert len(seen) <= 20, "\n".join(seen)


@pytest.mark.parametrize("hit", [1, 10])
def test_whom_a_closure_hits_is_found_in_the_same_few_statements(
    town: Town, ewa: Browser, app: Flask, hit: int
) -> None:
    for number in range(hit):
        make_approved(town, spans=[evening(14 + 7 * number, NINE, TEN)], group=town.chess)
    first, last = evening(13).local_day, evening(14 + 7 * hit).local_day
    ewa.get("closures.new")
    where = f"site-{town.brzozowa.id}"
    db.session.expire_all()
    with statements(app) as seen:
        page = ewa.submit(
            "form.form",
            where=where,
            first=first.isoformat(),
            last=last.isoformat(),
            reason="Remont",
            expecting=409,
        )
    assert len(page.all("[aria-labelledby=hit] li")) == hit
    assert len(seen) <= 40, "\n".join(seen)


def test_today_and_closures_ask_little(town: Town, ewa: Browser, app: Flask) -> None:
    for path in ("/praca", "/praca/zamkniecia", "/praca/zamkniecia/nowe", "/praca/rezerwacja"):
        with statements(app) as seen:
            ewa.get(path)
        assert len(seen) <= 20, f"{path}\n" + "\n".join(seen)
