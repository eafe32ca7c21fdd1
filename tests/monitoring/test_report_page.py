"""The report page shows the figures of the sites where the account works."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask

from mal.applications import service as applications
from mal.monitoring.labels import FIGURE_LABELS, format_month, format_month_short, refusal_label
from mal.shared import clock
from mal.shared.database import db
from mal.shared.months import add_months, first_of_month
from mal.shared.timespan import local_timespan
from tests.client import Browser, Page, words_of
from tests.factories import days_ago, fill_card, make_application, make_past, make_past_on
from tests.sample_data import PASSWORD, Town, make_account, make_site, make_town


def read(browser: Browser, name: str = "ewa", **values: Any) -> Page:
    return browser.sign_in(f"{name}@example.org", PASSWORD).get("report.show", **values)


def figure(page: Page, row: str, name: str) -> str:
    """Read one cell of the table of all figures."""
    table = page.all("section[aria-labelledby=everything] table")[0]
    heads = [words_of(head) for head in table.select("thead th")]
    rows = {words_of(line.select("th")[0]): line for line in table.select("tbody tr")}
    cells = [words_of(cell) for cell in rows[row].select("th, td")]
    return cells[heads.index(str(FIGURE_LABELS[name]))]


def of_month(town: Town, month: date) -> str:
    return f"{town.brzozowa.name}, {format_month_short(month)}"


def test_the_last_half_year_is_shown_by_default(in_app: Flask, browser: Browser) -> None:
    make_town()
    page = read(browser)
    this_month = first_of_month(clock.today())
    rows = page.texts("section[aria-labelledby=everything] tbody th")
    for back in range(6):
        assert f"Brzozowa, {format_month_short(add_months(this_month, -back))}" in rows
    assert f"Brzozowa, {format_month_short(add_months(this_month, -6))}" not in rows
    assert format_month(this_month) in page.text
    assert page.one("[name=od]")["value"] == f"{add_months(this_month, -5):%Y-%m}"
    assert page.one("[name=do]")["value"] == f"{this_month:%Y-%m}"


def test_attendance_no_shows_and_missing_cards_are_counted_apart(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    first = first_of_month(clock.today())
    told, missed, untold = (
        make_past_on(town, add_months(first, -1) + timedelta(days=days)) for days in (3, 10, 17)
    )
    fill_card(told, 18, by=town.anna, age_60_plus=15, age_0_5=2)
    fill_card(missed, 0, by=town.celina)
    assert untold.state == "planned"
    page, row = read(browser), of_month(town, add_months(first, -1))
    assert figure(page, row, "bookings") == "3"
    assert figure(page, row, "took_place") == "1"
    assert figure(page, row, "no_show") == "1"
    assert figure(page, row, "without_card") == "1"
    assert figure(page, row, "attendance") == "18"
    assert figure(page, row, "age_60_plus") == "15"
    assert figure(page, row, "hours") == "6"
    assert figure(page, row, "no_show_rate") == "50"
    # Whoever fills in the missing card finds it here.
    links = [str(link["href"]) for link in page.all("section[aria-labelledby=missing] a")]
    assert links == [f"/terminy/{untold.id}/karta"]


def test_each_chart_has_a_table_with_the_same_numbers(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    dates = make_past(town, *[days_ago(days) for days in (1, 2, 3)])
    for date_ in dates:
        fill_card(date_, 7, by=town.anna)
    page = read(browser)
    for name, value in (("bookings", "3"), ("attendance", "21")):
        section = page.one(f"section[aria-labelledby={name}]")
        drawn = [int(words_of(text)) for text in section.select(".bars__value")]
        cells = [[words_of(cell) for cell in row.select("td")] for row in section.select("tbody tr")]
        assert sum(drawn) == int(value)
        assert sum(int(row[-1]) for row in cells) == int(value)
        assert sum(int(row[0]) for row in cells) == int(value)


def test_refusals_are_shown_by_reason(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    for reason in ("slot_taken", "other", "slot_taken"):
        application = make_application(town)
        applications.refuse(application, by=town.ewa, reason=reason, note="Bo tak.")
    applications.withdraw(make_application(town), by=town.anna)
    db.session.commit()
    page = read(browser)
    section = page.one("section[aria-labelledby=refusals]")
    labels = [words_of(text) for text in section.select(".bars__label")]
    assert labels == [refusal_label("slot_taken"), refusal_label("other")]
    assert [words_of(text) for text in section.select(".bars__value")] == ["2", "1"]
    row = of_month(town, first_of_month(clock.today()))
    assert (figure(page, row, "received"), figure(page, row, "refused")) == ("4", "3")
    assert (figure(page, row, "withdrawn"), figure(page, row, "median_days")) == ("1", "0")


def test_a_meeting_counts_in_its_month_by_warsaw_time(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    # 23:30 and 0:30 in Warsaw both lie in December by UTC; in July both lie in June.
    make_past_on(town, date(2025, 12, 31), time(23, 30), time())
    make_past_on(town, date(2026, 1, 1), time(0, 30), time(1, 30))
    make_past_on(town, date(2026, 7, 1), time(0, 30), time(1, 30))
    page = read(browser, od="2025-12", do="2026-07")
    counts = {m: figure(page, of_month(town, m), "bookings") for m in (date(2025, 12, 1), date(2026, 1, 1))}
    assert list(counts.values()) == ["1", "1"]
    assert figure(page, of_month(town, date(2026, 6, 1)), "bookings") == "0"
    assert figure(page, of_month(town, date(2026, 7, 1)), "bookings") == "1"
    december = browser.get("report.show", od="2025-12", do="2025-12")
    assert figure(december, of_month(town, date(2025, 12, 1)), "hours") == "0.5"


def test_hours_over_the_autumn_clock_change_are_elapsed_hours(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    make_past(town, local_timespan(date(2025, 10, 26), time(1, 30), time(3, 30)))
    page = read(browser, od="2025-10", do="2025-10")
    assert figure(page, of_month(town, date(2025, 10, 1)), "hours") == "3"


def test_occupancy_counts_each_part_of_a_joined_room(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    make_past_on(town, date(2026, 2, 3), time(9), time(20))
    make_past(town, local_timespan(date(2026, 2, 4), time(9), time(20)), room=town.hall_with_kitchen)
    page = read(browser, od="2026-02", do="2026-02")
    # 11 hours of one room and 11 of two, of three rooms on 28 days.
    assert figure(page, of_month(town, date(2026, 2, 1)), "hours") == "22"
    assert figure(page, of_month(town, date(2026, 2, 1)), "hours_open") == "924"
    assert figure(page, of_month(town, date(2026, 2, 1)), "occupancy") == "3.6"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"od": "kiedyś"}, "od"),
    ({"od": "2026-13"}, "od"),
    ({"od": "９９９９-01"}, "od"),
    ({"do": "0001-01"}, "do"),
    ({"od": "2026-05", "do": "2026-04"}, "do"),
    ({"od": "2020-01", "do": "2026-04"}, "do"),
    ({"od": "2100-12", "do": "2026-04"}, "do"),
    ({"miejsce": "ksiezyc"}, "miejsce"),
    ({"miejsce": "\x00"}, "miejsce"),
]


@pytest.mark.parametrize("where", ["report.show", "report.download"])
def test_an_invalid_choice_shows_an_error_and_the_last_half_year(
    in_app: Flask, browser: Browser, where: str
) -> None:
    make_town()
    browser.sign_in("ewa@example.org", PASSWORD)
    for typed, field in WRONG:
        page = browser.get(where, expecting=422, **typed)
        assert page.errors()[field]
        assert format_month(first_of_month(clock.today())) in page.text
        if field != "miejsce":
            assert page.one(f"[name={field}]")["value"] == typed[field]


def test_months_are_parsed_in_both_spellings(in_app: Flask, browser: Browser) -> None:
    make_town()
    page = read(browser, od="03.2026", do="2026-4")
    rows = page.texts("section[aria-labelledby=everything] tbody th")
    assert rows[:2] == [f"Brzozowa, {format_month_short(date(2026, month, 1))}" for month in (3, 4)]


def test_a_missing_end_of_the_months_is_set(in_app: Flask, browser: Browser) -> None:
    make_town()
    assert format_month(date(2025, 10, 1)) in read(browser, do="2026-03").text
    later = add_months(first_of_month(clock.today()), 3)
    page = browser.get("report.show", od=f"{later:%Y-%m}")
    assert format_month(later) in page.text


def test_staff_see_the_figures_of_their_own_sites(in_app: Flask, browser: Browser) -> None:
    make_town()
    page = read(browser, "celina")
    assert "Brzozowa" in page.text
    assert "Sosnowa" not in page.one("main").get_text()
    browser.get("report.show", miejsce="sosnowa", expecting=422)
    everything = read(browser.another(), "ewa")
    assert "Sosnowa" in everything.one("main").get_text()
    one = browser.another().sign_in("ewa@example.org", PASSWORD).get("report.show", miejsce="sosnowa")
    assert one.texts("section[aria-labelledby=everything] tbody th")[0].startswith("Sosnowa")
    assert not [row for row in one.texts("tbody th") if row.startswith("Brzozowa")]


def test_only_staff_read_the_report(in_app: Flask, browser: Browser) -> None:
    make_town()
    for where in ("report.show", "report.download"):
        assert browser.another().get(where).address.startswith("/logowanie")
        browser.another().sign_in("anna@example.org", PASSWORD).get(where, expecting=403)


def test_without_sites_the_report_is_empty(in_app: Flask, browser: Browser) -> None:
    make_account("Ewa", coordinator=True)
    db.session.commit()
    page = read(browser)
    assert page.all("svg.bars") == []
    assert len(browser.get("report.download").body.splitlines()) == 1


def test_more_sites_than_the_limit_share_one_chart(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    for number in range(3):
        make_site(f"osiedle-{number}", 3 + number)
    date_ = make_past(town, days_ago(1))[0]
    fill_card(date_, 7, by=town.anna)
    page = read(browser)
    assert len(page.one("section[aria-labelledby=attendance]").select("svg.bars")) == 1
    heads = page.one("section[aria-labelledby=attendance]").select("thead th")
    assert len(heads) == 1 + 5 + 1
