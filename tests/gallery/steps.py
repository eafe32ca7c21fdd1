"""The steps of the help: on which page each is taken, and what is pressed there."""

from datetime import date, timedelta

from playwright.sync_api import Page

from tests.gallery.pictures import DESKTOP, SOON, TODAY, Shot

LEADER, STAFF = "liderka@example.org", "pracownik@example.org"
WISH = f"data={SOON.isoformat()}&od=17:00&do=19:00&osob=20"
SERIES = f"{WISH}&co=1&do_dnia={(SOON + timedelta(weeks=5)).isoformat()}"

DETAILS = f"/wnioski/nowy/opis?sala=1&{WISH}&termin={SOON.isoformat()}"


def say_when(page: Page) -> None:
    """Fill in when a group wants to meet."""
    for name, value in (("data", SOON.isoformat()), ("od", "17:00"), ("do", "19:00"), ("osob", "20")):
        page.fill(f"main [name={name}]", value)


def name_the_meeting(page: Page) -> None:
    """Fill in what a group will do."""
    page.fill("main [name=title]", "Wspólne śpiewanie")


def throw_drafts_away(page: Page) -> None:
    """Leave nothing begun: what is typed on the way to a picture is saved by the page itself."""
    while page.locator(".begun").count():
        page.locator(".begun .button--quiet").first.click()


def finish_later(page: Page) -> None:
    """Begin to say what a group will do, and leave it for later."""
    throw_drafts_away(page)
    page.goto(DETAILS)
    name_the_meeting(page)
    page.click("main form button[formaction*=pozniej]")


def open_a_waiting_one(page: Page) -> None:
    """Open the first application that waits."""
    page.click("section[aria-labelledby=waiting-heading] a[href^='/wnioski/']")


def choose_a_date_to_cancel(page: Page) -> None:
    """Open what was given last, tick a date and open the question about the reason."""
    page.click("section[aria-labelledby=answered-heading] li:has(.status--good) a[href^='/wnioski/']")
    page.locator("main [name=dates]").last.check()
    page.locator("main form details summary").last.click()


def fill_in_a_card(page: Page) -> None:
    """Open the card that waits."""
    page.click(".todo a.button")
    page.fill("main [name=headcount]", "17")


def open_the_groups_calendar(page: Page) -> None:
    """Open the calendar of the first group."""
    page.click("main a[href$='/kalendarz'][href^='/grupy/']")


def open_rivals(page: Page) -> None:
    """Open the first application that somebody else competes with."""
    page.click("main li:has-text('Wieczór wspólnego śpiewania') a[href^='/praca/wnioski/']")


def tick_the_ordinary(page: Page) -> None:
    """Tick all applications that nothing speaks against."""
    page.click("main [data-key=s]")


def open_a_refusal(page: Page) -> None:
    """Open the reasons for refusing."""
    open_rivals(page)
    page.click("main details:has(.button--danger) summary")


def see_whom_it_hits(page: Page) -> None:
    """Ask what closing the largest hall meets."""
    page.locator("main [name=where]").select_option(index=2)
    page.fill("main [name=first]", (TODAY + timedelta(days=2)).isoformat())
    page.fill("main [name=reason]", "Malowanie ścian")
    page.locator("main form button").last.click()


def day_sheet(day: date) -> str:
    """Give the address of a day sheet."""
    return f"/praca/dzien/brzozowa?dzien={day.isoformat()}"


STEPS = [
    Shot(step="ask-when", path="/wnioski/nowy", ring="main form .button[type=submit]", before=say_when),
    Shot(
        step="ask-room",
        path=f"/wnioski/nowy/sale?{WISH}",
        ring="main a[href^='/wnioski/nowy/terminy']",
    ),
    Shot(
        step="ask-dates",
        path=f"/wnioski/nowy/terminy?sala=1&{SERIES}",
        ring="main form .button[type=submit]",
        first="main form",
        last="main form",
    ),
    Shot(
        step="ask-details",
        person=LEADER,
        path=DETAILS,
        ring="main form .button[type=submit]",
        first="main form",
        last="main form",
        before=name_the_meeting,
    ),
    Shot(
        step="ask-later",
        person=LEADER,
        path="/moje",
        ring=".begun .button",
        last="main .begun",
        before=finish_later,
    ),
    Shot(
        step="ask-waiting",
        person=LEADER,
        path="/moje",
        ring="main .notice",
        last="main > section",
        before=open_a_waiting_one,
    ),
    Shot(
        step="ask-cancel",
        person=LEADER,
        path="/moje",
        ring="main .button--danger",
        first="main > section",
        before=choose_a_date_to_cancel,
    ),
    Shot(
        step="ask-card",
        person=LEADER,
        path="/moje",
        ring="main form .button[type=submit]",
        before=fill_in_a_card,
    ),
    Shot(
        step="ask-again",
        person=LEADER,
        path="/moje",
        ring="main a[href*='jak=']",
        before=throw_drafts_away,
    ),
    Shot(
        step="ask-feed",
        person=LEADER,
        path="/moje",
        ring="main form .button[type=submit]",
        before=open_the_groups_calendar,
    ),
    Shot(step="visit-list", path="/kalendarz/lista", ring="main .entry", last="main .day:nth-of-type(2)"),
    Shot(step="visit-filter", path="/kalendarz/lista", ring="main .filters .button"),
    Shot(step="visit-week", path="/kalendarz/", ring="main .tabs"),
    Shot(
        step="visit-access",
        path="/miejsca/brzozowa/sala-duza",
        ring="[aria-labelledby=access]",
        first="[aria-labelledby=access]",
        last="[aria-labelledby=access]",
    ),
    Shot(
        step="visit-subscribe",
        path="/kalendarz/subskrypcja",
        ring="main .panel .button",
        last="main .panel",
    ),
    Shot(
        step="visit-address",
        path="/kalendarz/subskrypcja",
        ring="[aria-labelledby=how] dl",
        first="[aria-labelledby=how]",
        last="[aria-labelledby=how]",
    ),
    Shot(
        step="work-queue",
        person=STAFF,
        path="/praca/wnioski",
        ring="main form .button:not(.button--quiet)",
        width=DESKTOP,
        before=tick_the_ordinary,
    ),
    Shot(
        step="work-decide",
        person=STAFF,
        path="/praca/wnioski",
        ring=".rival--first",
        first=".rival--first",
        last=".rival--first",
        width=DESKTOP,
        before=open_rivals,
    ),
    Shot(
        step="work-refuse",
        person=STAFF,
        path="/praca/wnioski",
        ring="main .button--danger",
        first="main details:has(.button--danger)",
        last="main details:has(.button--danger)",
        width=DESKTOP,
        before=open_a_refusal,
    ),
    Shot(
        step="work-behalf",
        person=STAFF,
        path="/praca/rezerwacja",
        ring="main form button[type=submit]",
        width=DESKTOP,
    ),
    Shot(
        step="work-sheet",
        person=STAFF,
        path=day_sheet(TODAY + timedelta(days=2)),
        ring="main tbody tr",
        width=DESKTOP,
    ),
    Shot(
        step="work-close",
        person=STAFF,
        path="/praca/zamkniecia/nowe",
        ring="main .button--danger",
        last="main .panel",
        width=DESKTOP,
        before=see_whom_it_hits,
    ),
    Shot(
        step="work-report",
        person=STAFF,
        path="/praca/raport",
        ring="main a[href*='raport.csv']",
        width=DESKTOP,
    ),
    Shot(
        step="work-letters",
        person=STAFF,
        path="/praca/listy",
        ring="main tbody tr",
        first="main .table-scroll",
        width=DESKTOP,
    ),
]
