"""The week of a room, printed for its door."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from mal.shared.timespan import local_timespan
from tests.factories import days_ahead, make_approved
from tests.sample_data import FIVE, NINE, SEVEN, TEN, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def test_a_week_of_a_room_fits_one_sheet_without_what_only_a_screen_needs(in_app: Flask, page: Page) -> None:
    town = make_town()
    day = days_ahead(14)
    make_approved(
        town, title="Chór", spans=[local_timespan(day, NINE, TEN), local_timespan(day, FIVE, SEVEN)]
    )
    page.goto(f"/kalendarz/?od={day.isoformat()}&miejsce=brzozowa&sala={town.hall.id}")
    expect(page.get_by_role("button", name="Wydrukuj na drzwi")).to_be_visible()
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sala Duza")
    expect(page.locator(".entry")).to_have_count(2)
    for name in (
        ".menu",
        ".languages",
        ".tabs",
        ".pager",
        ".filters",
        ".filtered",
        ".week",
        ".week-key",
        ".foot",
        "button",
    ):
        for each in page.locator(name).all():
            expect(each).to_be_hidden()
