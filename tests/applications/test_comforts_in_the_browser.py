import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.chromium import barriers_on, scrolls_sideways
from tests.client import settle_outer_session
from tests.factories import evening, make_application, make_approved
from tests.sample_data import PASSWORD, Town, make_town


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


@pytest.fixture
def celina(town: Town, page: Page) -> Page:
    settle_outer_session()
    page.goto("/logowanie")
    page.fill("[name=email]", "celina@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    return page


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_button_counts_the_ticked_dates(town: Town, celina: Page) -> None:
    application = make_application(town, spans=[evening(14), evening(21), evening(28)])
    path = f"/praca/wnioski/{application.id}"
    settle_outer_session()
    celina.goto(path)
    button = celina.locator("[data-counts]")
    said = button.inner_text()
    celina.locator("input[name=dates]").first.uncheck()
    expect(button).not_to_have_text(said)
    assert "2" in button.inner_text()
    assert "3" in button.inner_text()
    celina.locator("input[name=dates]").first.check()
    expect(button).to_have_text(said)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_nobody_is_kept_out_of_the_desk(town: Town, celina: Page) -> None:
    make_approved(town, group=town.chess, spans=[evening(28)])
    mine = make_application(town, spans=[evening(14), evening(28)], equipment=[(town.chairs, 20)])
    make_application(town, group=town.chess, applicant=town.bartek, title="Turniej")
    given = make_approved(town, spans=[evening(35)])
    day = evening(35).local_day.isoformat()
    paths = (
        "/praca",
        "/praca/wnioski",
        f"/praca/wnioski/{mine.id}",
        f"/praca/wnioski/{given.id}",
        "/praca/rezerwacja",
        "/praca/zamkniecia",
        "/praca/zamkniecia/nowe",
        f"/praca/dzien/brzozowa?dzien={day}",
    )
    settle_outer_session()
    for path in paths:
        celina.set_viewport_size({"width": 320, "height": 640})
        celina.goto(path)
        assert not scrolls_sideways(celina), path
        assert barriers_on(celina) == [], path
