"""The CSV file of the report, as a spreadsheet opens it."""

import csv
from datetime import time
from io import StringIO

from flask import Flask

from mal.applications import service as applications
from mal.monitoring.labels import FIGURE_LABELS, refusal_label
from mal.monitoring.spreadsheet import to_csv
from mal.shared import clock
from mal.shared.database import db
from mal.shared.months import first_of_month
from tests.client import Browser
from tests.factories import fill_card, make_application, make_past_on
from tests.sample_data import PASSWORD, make_town


def opened(octets: bytes) -> list[dict[str, str]]:
    """Parse a file as a Polish spreadsheet does."""
    assert octets.startswith(b"\xef\xbb\xbf")
    text = octets.decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def test_it_has_a_row_for_each_site_and_month(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    town.brzozowa.name = "Żółta Łąka; „ćwierć”"
    # From midnight on, so that the meeting has begun at whatever hour this runs.
    date = make_past_on(town, clock.today(), time(), time(0, 30))
    fill_card(date, 12, by=town.anna, age_6_12=5)
    page = browser.sign_in("ewa@example.org", PASSWORD).get("report.download")
    rows = opened(page.response.get_data())
    assert len(rows) == 2 * 6
    place, month = list(rows[0])[:2]
    last = [row for row in rows if row[place] == "Żółta Łąka; „ćwierć”"][-1]
    assert last[month] == f"{first_of_month(clock.today()):%Y-%m}"
    assert last[str(FIGURE_LABELS["attendance"])] == "12"
    assert last[str(FIGURE_LABELS["age_6_12"])] == "5"
    assert last[str(FIGURE_LABELS["hours"])] == "0,5"
    assert last[str(FIGURE_LABELS["median_days"])] == "0"
    other = [row for row in rows if row[place] == "Sosnowa"][-1]
    assert other[str(FIGURE_LABELS["no_show_rate"])] == ""


def test_reasons_of_refusal_are_columns(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    application = make_application(town)
    applications.refuse(application, by=town.ewa, reason="too_many_people")
    db.session.commit()
    page = browser.sign_in("ewa@example.org", PASSWORD).get("report.download", miejsce="brzozowa")
    rows = opened(page.response.get_data())
    column = next(head for head in rows[0] if refusal_label("too_many_people") in head)
    assert [row[column] for row in rows] == ["0"] * 5 + ["1"]


def test_the_file_is_named_after_its_months(in_app: Flask, browser: Browser) -> None:
    make_town()
    page = browser.sign_in("ewa@example.org", PASSWORD).get("report.download", od="2026-01", do="2026-03")
    headers = page.response.headers
    assert headers["Content-Disposition"] == 'attachment; filename="raport-mal-2026-01-2026-03.csv"'
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "public" not in headers.get("Cache-Control", "")


def test_staff_download_the_figures_of_their_own_sites(in_app: Flask, browser: Browser) -> None:
    make_town()
    page = browser.sign_in("daniel@example.org", PASSWORD).get("report.download")
    assert "Sosnowa" in page.body
    assert "Brzozowa" not in page.body


def test_a_site_named_like_a_formula_is_made_inert(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    town.brzozowa.name = '=HYPERLINK("https://example.org";"ą")'
    page = browser.sign_in("ewa@example.org", PASSWORD).get("report.download", miejsce="brzozowa")
    rows = list(csv.reader(StringIO(page.response.get_data().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][0] == '\'=HYPERLINK("https://example.org";"ą")'


def test_every_text_that_looks_like_a_formula_is_made_inert() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "zwykły", "a=b", ""]
    written = to_csv(["-nagłówek"], [[text] for text in texts]).decode("utf-8-sig")
    cells = [row[0] if row else "" for row in csv.reader(StringIO(written, newline=""), delimiter=";")]
    assert cells == ["'-nagłówek", *(f"'{text}" for text in texts[:6]), "zwykły", "a=b", ""]


def test_numbers_are_written_as_numbers() -> None:
    written = to_csv(["a", "b", "c", "d"], [[-1, 12.5, None, 1 / 3], [1000, 2.0, 0, 0.0]])
    assert written.decode("utf-8-sig").splitlines()[1:] == ["-1;12,5;;0,33", "1000;2;0;0"]
