"""Single keys for people who answer many requests: announced, never in a field, and switched off for good."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.shared.database import db
from tests.chromium import barriers_on, scrolls_sideways
from tests.client import settle_outer_session
from tests.factories import evening, make_application
from tests.sample_data import PASSWORD, Town, make_town

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

ROWS = [f"Próba {number}" for number in range(3)]


@pytest.fixture
def town(in_app: Flask) -> Town:
    town = make_town()
    for number, title in enumerate(ROWS):
        make_application(town, title=title, spans=[evening(14 + 7 * number)])
    return town


@pytest.fixture
def queue(town: Town, page: Page) -> Page:
    """The queue in the browser of somebody who works there."""
    settle_outer_session()
    page.goto("/logowanie")
    page.fill("[name=email]", "celina@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto("/praca/wnioski")
    return page


def focused(page: Page) -> str:
    words: str = page.evaluate("document.activeElement.textContent.trim()")
    return words


def states() -> list[ApplicationState]:
    settle_outer_session()
    return [each.state for each in db.session.query(Application).order_by(Application.id)]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def look(page: Page) -> None:
    """Take the time that reading takes: keys that answer wait for it."""
    page.wait_for_timeout(700)


def test_keys_walk_tick_and_open(queue: Page) -> None:
    press(queue, "j")
    assert focused(queue) == ROWS[0]
    press(queue, "j", "x", "k", "k")
    assert focused(queue) == ROWS[0]
    ticked = queue.locator("input[name=applications]:checked")
    expect(ticked).to_have_count(1)
    expect(queue.locator("#together button")).to_contain_text("(1)")
    press(queue, "j", "o")
    expect(queue.locator("h1")).to_have_text(ROWS[1])


def test_a_key_approves_the_row_that_is_looked_at_and_none_before_one_is(queue: Page) -> None:
    press(queue, "a")
    assert focused(queue) == ROWS[0]
    look(queue)
    press(queue, "j", "a")
    expect(queue.locator(".notice--good")).to_contain_text(ROWS[1])
    assert [each is ApplicationState.APPROVED for each in states()] == [False, True, False]


def test_two_keys_approve_all_that_are_ordinary(queue: Page) -> None:
    press(queue, "s", "Enter")
    expect(queue.locator(".notice--good")).to_be_visible()
    assert set(states()) == {ApplicationState.APPROVED}


def test_a_decision_is_made_and_the_next_one_comes(queue: Page) -> None:
    press(queue, "j", "o")
    expect(queue.locator("h1")).to_have_text(ROWS[0])
    press(queue, "n")
    expect(queue.locator("h1")).to_have_text(ROWS[1])
    look(queue)
    press(queue, "a")
    expect(queue.locator("h1")).to_have_text(ROWS[2])
    press(queue, "r")
    expect(queue.locator("[name=reason]")).to_be_focused()


def test_a_second_tap_never_answers_a_request_that_has_only_just_come(queue: Page) -> None:
    queue.locator("[data-row] a").first.click()
    tap = "new KeyboardEvent('keydown', {key: 'a', bubbles: true, cancelable: true})"
    queue.add_init_script(
        f"addEventListener('DOMContentLoaded', () => {{ window.tapped = !document.body.dispatchEvent({tap}) }})"
    )
    queue.reload()
    look(queue)
    assert queue.evaluate("window.tapped"), "The key was not heard."
    assert ApplicationState.APPROVED not in states()
    settle_outer_session()
    press(queue, "a")
    expect(queue.locator(".notice--good")).to_be_visible()


def test_digits_open_the_pages_of_the_menu(queue: Page) -> None:
    press(queue, "1")
    queue.wait_for_url("**/praca")


def test_no_key_does_anything_in_a_field_or_with_another_key(queue: Page) -> None:
    press(queue, "Control+j", "Alt+s", "Shift+J", "Meta+x")
    assert focused(queue) != ROWS[0]
    expect(queue.locator("input[name=applications]:checked")).to_have_count(0)
    press(queue, "j", "o")
    expect(queue.locator("h1")).to_have_text(ROWS[0])
    queue.locator("[name=answer]").press_sequentially("na 1 raz?")
    expect(queue.locator("[name=answer]")).to_have_value("na 1 raz?")
    expect(queue.locator("h1")).to_have_text(ROWS[0])
    assert set(states()) == {ApplicationState.WAITING}


def test_keys_that_were_switched_off_stay_off(queue: Page) -> None:
    expect(queue.locator("[aria-keyshortcuts=j], [aria-keyshortcuts=o]").first).to_be_attached()
    press(queue, "?")
    queue.locator("#keys-on").uncheck()
    for _ in range(2):
        queue.locator("h1").click()
        press(queue, "j", "s", "1")
        expect(queue.locator("input[name=applications]:checked")).to_have_count(0)
        expect(queue.locator("[aria-keyshortcuts]")).to_have_count(0)
        assert queue.url.endswith("/praca/wnioski")
        queue.reload()
    queue.locator(".keys summary").click()
    queue.locator("#keys-on").check()
    queue.locator("h1").click()
    press(queue, "j")
    assert focused(queue) == ROWS[0]


@pytest.mark.parametrize("width", [1280, 320])
def test_the_list_of_keys_can_be_read(queue: Page, width: int) -> None:
    queue.set_viewport_size({"width": width, "height": 800})
    press(queue, "?")
    panel = queue.locator(".keys__panel")
    expect(panel).to_be_visible()
    for key in ("j", "k", "o", "a", "x", "s", "1", "?"):
        assert key in panel.locator("kbd").all_inner_texts()
    assert not scrolls_sideways(queue)
    assert barriers_on(queue) == []


def test_what_takes_long_says_so(queue: Page) -> None:
    queue.goto("/praca/raport")
    # An answer that never comes: the form is sent nowhere.
    queue.evaluate(
        "document.querySelector('.filters').addEventListener('submit', (sent) => sent.preventDefault())"
    )
    queue.locator("main button[type=submit]").click()
    expect(queue.locator("main [role=status]")).to_have_text("Liczymy…")
    expect(queue.locator("main button[type=submit]")).to_have_attribute("aria-disabled", "true")
