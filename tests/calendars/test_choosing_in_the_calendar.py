"""Filters: by place, room, for whom and what kind; what nobody may know can't be found out by choosing."""

from itertools import product
from typing import Any

import pytest
from flask import Flask

from mal.bookings.models import Visibility
from tests.client import Browser, Page
from tests.factories import days_ahead, make_application, make_approved
from tests.sample_data import Town, make_town

# Which meetings are read is the same on both databases: here is what is made of them.
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

LOOKS = ("", "dzien", "miesiac", "lista")
GRIDS = LOOKS[:3]


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def seen(browser: Browser, look: str, **chosen: object) -> Page:
    """Look at the days in two weeks with some choices."""
    answers = "".join(f"&{name}={value}" for name, value in chosen.items())
    return browser.get(f"/kalendarz/{look}?od={days_ahead(14).isoformat()}{answers}")


def drawn(page: Page) -> str:
    """Read the list and the picture."""
    return " ".join(part.get_text(" ") for part in page.all(".days, .week"))


def test_each_choice_leaves_only_what_answers_to_it(town: Town, browser: Browser) -> None:
    make_approved(town, title="Pieśni", activity="music", audience=["adults", "seniors"])
    make_approved(town, title="Gry", room=town.studio, activity="games", audience=["children"], headcount=5)
    wanted = (
        ("miejsce", "sosnowa", "Gry"),
        ("sala", town.hall.id, "Pieśni"),
        ("dla", "seniors", "Pieśni"),
        ("dla", "children", "Gry"),
        ("rodzaj", "games", "Gry"),
    )
    for look, (name, value, stays) in product(LOOKS, wanted):
        page = seen(browser, look, **{name: value})
        assert page.texts(".entry__title") == [stays], (look, name, value)
        assert stays in drawn(page)
        assert {"Gry": "Pieśni", "Pieśni": "Gry"}[stays] not in drawn(page), (look, name, value)
    for look in LOOKS:
        assert sorted(seen(browser, look).texts(".entry__title")) == ["Gry", "Pieśni"]


def test_a_confidential_meeting_answers_to_no_choice_of_what_it_is_about(
    town: Town, browser: Browser
) -> None:
    secret: dict[str, Any] = {"activity": "support_group", "audience": ["carers"]}
    make_approved(town, room=town.quiet_room, visibility=Visibility.CONFIDENTIAL, headcount=2, **secret)
    make_application(town, room=town.studio, headcount=2, **secret)
    for look, chosen in product(LOOKS, ({"rodzaj": "support_group"}, {"dla": "carers"})):
        page = seen(browser, look, **chosen)
        assert page.all(".entry, .block, .line") == [], (look, chosen)
        assert "Nothing fits your choice" in page.text
    assert all("Taken" in drawn(seen(browser, look)) for look in GRIDS)


def test_nothing_is_called_free_where_meetings_are_left_out(town: Town, browser: Browser) -> None:
    make_approved(town, title="Pieśni", activity="music")
    free = ".week__free, .span__free"
    for look in ("", "dzien"):
        assert seen(browser, look, rodzaj="music").all(free) == []
        assert seen(browser, look, sala=town.hall.id).all(free)


def test_what_was_chosen_is_said_and_can_be_dropped(town: Town, browser: Browser) -> None:
    make_approved(town, title="Pieśni", activity="music")
    page = seen(browser, "", miejsce="brzozowa", sala=town.hall.id, dla="adults", rodzaj="music")
    said = page.one(".filtered strong").get_text()
    assert said == "Brzozowa · Sala Duza · Adults · Music or singing rehearsal"
    assert page.one(".filters__more").has_attr("open")
    assert "Brzozowa Sala Duza" in page.heading
    plain = browser.follow("Show everything")
    assert plain.all(".filtered") == []
    assert plain.texts(".entry__title") == ["Pieśni"]
    assert not plain.one(".filters__more").has_attr("open")


def test_only_rooms_of_the_chosen_place_are_offered(town: Town, browser: Browser) -> None:
    offered = seen(browser, "", miejsce="sosnowa").texts("#sala option")
    assert offered == ["All rooms", "Pracownia"]
    assert len(seen(browser, "").texts("#sala option")) == 1 + 5


def test_what_cannot_be_read_is_answered_beside_its_field_and_the_rest_is_shown(
    town: Town, browser: Browser
) -> None:
    make_approved(town, title="Pieśni")
    spoilt = (
        ("sala", town.studio.id, "There is no such room at this place."),
        ("sala", "x", "There is no such room at this place."),
        ("dla", "nobody", "Choose one of the answers shown."),
        ("rodzaj", "nothing", "Choose one of the answers shown."),
    )
    for look, (name, value, words) in product(LOOKS, spoilt):
        page = seen(browser, look, miejsce="brzozowa", **{name: value})
        assert words in page.errors()[name], (name, value)
        assert page.texts(".entry__title") == ["Pieśni"]
        assert page.one(".filters__more").has_attr("open")


def test_a_choice_goes_along_to_every_look_and_to_other_days(town: Town, browser: Browser) -> None:
    page = seen(browser, "", miejsce="brzozowa", sala=town.hall.id, dla="adults", rodzaj="music")
    wanted = f"miejsce=brzozowa&sala={town.hall.id}&dla=adults&rodzaj=music"
    addresses = [str(link["href"]) for link in page.all(".tabs a, .pager a")]
    assert len(addresses) == 4 + 3 + 2
    assert all(wanted in address for address in addresses), addresses
    for name in ("Day", "Month", "List"):
        seen(browser, "", miejsce="brzozowa", sala=town.hall.id, dla="adults", rodzaj="music")
        assert "Adults" in browser.follow(name).one(".filtered").get_text()


def test_a_list_of_a_room_where_nothing_is_on_says_so_whatever_is_on_next_door(
    town: Town, browser: Browser
) -> None:
    make_approved(town, title="Pieśni", room=town.hall)
    page = seen(browser, "lista", sala=town.quiet_room.id)
    assert "Pieśni" not in page.text
    assert "Nothing open to everyone in these days" in page.text
