"""The help has a guide for leaders, visitors and staff, with pictures of the steps and the numbers in force."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium

from mal.pages.help_pictures import FOLDER, get_picture, load_pictures
from mal.regulations import service as regulations
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.database import db
from mal.shared.i18n import COOKIE, LANGUAGES
from tests.chromium import page_open
from tests.client import Browser, Page, settle_outer_session
from tests.gallery import pictures
from tests.gallery.pictures import MOST_OCTETS, Shot, Untrue
from tests.gallery.steps import STEPS
from tests.sample_data import Town, make_town

ONE_KIND = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
# Each guide and the page at which its journey begins.
GUIDES = {
    "/pomoc/jak-poprosic-o-sale": "/wnioski/nowy",
    "/pomoc/co-sie-dzieje": "/kalendarz/lista",
    "/pomoc/dla-pracownika": "/praca",
}
NAMED = re.compile(r"/static/help/(\w+)/([\w-]+)\.[0-9a-f]{12}\.webp")


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def guides(browser: Browser, language: str) -> list[Page]:
    """Return all guides in a language."""
    browser.client.set_cookie(COOKIE, language)
    return [browser.get(path) for path in GUIDES]


@pytest.mark.parametrize("language", LANGUAGES)
@ONE_KIND
def test_each_step_shows_its_picture_and_no_picture_is_unused(
    town: Town, browser: Browser, language: str
) -> None:
    shown = [str(image["src"]) for page in guides(browser, language) for image in page.all("main img")]
    steps = [found.groups() for found in map(NAMED.fullmatch, shown) if found]
    assert len(steps) == len(shown)
    assert sorted(steps) == sorted((language, path.stem) for path in (FOLDER / language).iterdir())
    assert {step for _, step in steps} == {shot.step for shot in STEPS}
    assert sum(len(page.all(".guide__step")) for page in guides(browser, language)) == len(steps)


@pytest.mark.parametrize("language", LANGUAGES)
@ONE_KIND
def test_each_picture_has_an_alternative_text_of_its_own(town: Town, browser: Browser, language: str) -> None:
    words = [str(image["alt"]) for page in guides(browser, language) for image in page.all("main img")]
    assert min(map(len, words)) > 20
    assert len(set(words)) == len(words)


def test_every_picture_is_small() -> None:
    heavy = {
        path.name: path.stat().st_size for path in FOLDER.rglob("*.webp") if path.stat().st_size > MOST_OCTETS
    }
    assert heavy == {}


def test_the_size_of_each_picture_is_listed_and_no_other() -> None:
    files = {(path.parent.name, path.name) for path in FOLDER.glob("*/*")}
    assert files == {(language, f"{step}.webp") for language, step in load_pictures()}
    assert {path.name for path in FOLDER.iterdir()} == set(LANGUAGES)


@ONE_KIND
def test_pictures_load_lazily_at_their_declared_size(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    settle_outer_session()
    with page_open(chromium, live_server) as page:
        for path in GUIDES:
            page.goto(path)
            images = page.locator("main img")
            assert set(images.evaluate_all("all => all.map(each => each.loading + ' ' + each.decoding)")) == {
                "lazy async"
            }
            sizes = images.evaluate_all(
                """all => Promise.all(all.map(async each => {
                  each.loading = 'eager';
                  await each.decode();
                  return [Number(each.getAttribute('width')), Number(each.getAttribute('height')),
                    each.naturalWidth, each.naturalHeight];
                }))"""
            )
            assert [size[:2] for size in sizes] == [size[2:] for size in sizes]


@ONE_KIND
def test_a_missing_picture_is_none(in_app: Flask) -> None:
    with in_app.test_request_context("/pomoc"):
        assert get_picture("not-taken-yet") is None


@pytest.mark.parametrize(("path", "deed"), GUIDES.items())
@ONE_KIND
def test_a_guide_ends_with_a_link_to_begin_and_a_phone_number(
    town: Town, browser: Browser, path: str, deed: str
) -> None:
    page = browser.get(path)
    assert [button["href"] for button in page.all("main .button")] == [deed, deed]
    assert f"tel:{town.brzozowa.phone.replace(' ', '')}" in [a["href"] for a in page.all("main a[href^=tel]")]


@ONE_KIND
def test_the_index_links_to_all_guides(town: Town, browser: Browser) -> None:
    page = browser.get("/pomoc")
    assert [door["href"] for door in page.all("main .door")] == list(GUIDES)


def test_the_guide_has_the_numbers_in_force(town: Town, browser: Browser) -> None:
    regulations.publish(
        title="Regulamin",
        body="# Regulamin",
        change_note="",
        effective_on=clock.today(),
        policy=Policy(reply_working_days=9, cancel_hours=47, card_days=11),
        by=town.ewa,
    )
    db.session.commit()
    text = browser.get("/pomoc/jak-poprosic-o-sale").text
    assert "We answer within 9 working days." in text
    assert "at least 47 hours before" in text
    assert "You have 11 days for it." in text


@ONE_KIND
def test_taking_a_picture_fails_without_something_to_press_in_it(
    town: Town, chromium: Chromium, live_server: str
) -> None:
    settle_outer_session()
    with page_open(chromium, live_server) as page:
        with pytest.raises(Untrue, match="nothing to press"):
            pictures.picture_of(page, Shot(step="x", path="/pomoc", ring="main .gone"))
        with pytest.raises(Untrue, match="not in the picture"):
            pictures.picture_of(page, Shot(step="x", path="/pomoc", ring="main .list", last="main h1"))
        taken = pictures.picture_of(page, Shot(step="x", path="/pomoc", ring="main .door"))
    assert taken.octets.startswith(b"RIFF")
    assert min(taken.width, taken.height) > 0
