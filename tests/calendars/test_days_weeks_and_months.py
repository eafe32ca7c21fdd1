"""The looks at the calendar: what a month's picture holds, the hours of a day, and the ways between them."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from bs4 import Tag
from flask import Flask

from mal.bookings.closures import ClosurePlan, create_closure
from mal.regulations import service as regulations
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import local_timespan, to_utc, whole_day
from tests.client import Browser, Page, words_of
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.fixed_clock import Freeze
from tests.sample_data import FIVE, NINE, NOON, SEVEN, TEN, Town, make_town

# Which meetings are read is the same on both databases: here is what is made of them.
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def town(in_app: Flask) -> Town:
    return make_town()


def square(page: Page, day: date) -> Tag:
    """Find a day of a month's picture."""
    return next(
        td
        for td in page.all(".month__day")
        if str(td.select(".month__open")[0]["href"]).split("od=")[1].startswith(day.isoformat())
    )


def month_with(day: date) -> str:
    return f"/kalendarz/miesiac?od={day.isoformat()}"


STEPS = [
    ("", "2027-03-24", "29 March – 4 April 2027", "15–21 March 2027"),
    ("", "2026-12-31", "4–10 January 2027", "21–27 December 2026"),
    ("dzien", "2027-03-28", "Monday, 29 March 2027", "Saturday, 27 March 2027"),
    ("dzien", "2027-10-31", "Monday, 1 November 2027", "Saturday, 30 October 2027"),
    ("dzien", "2027-12-31", "Saturday, 1 January 2028", "Thursday, 30 December 2027"),
    ("miesiac", "2027-03-31", "April 2027", "February 2027"),
    ("miesiac", "2027-12-05", "January 2028", "November 2027"),
    ("lista", "2027-12-25", "8–21 January 2028", "11–24 December 2027"),
]
Clock = Callable[[date], None]


@pytest.fixture
def noon_of(freeze: Freeze) -> Clock:
    """A function that stops the clock at noon of a day in Warsaw."""
    return lambda day: freeze(to_utc(day, NOON))


def test_a_month_draws_meetings_requests_closures_and_holidays(town: Town, browser: Browser) -> None:
    day = days_ahead(14)
    make_approved(town, title="Próba")
    make_application(town, room=town.studio, headcount=5)
    plan = ClosurePlan(rooms=[town.kitchen], span=whole_day(day), reason="Malowanie", room_id=town.kitchen.id)
    create_closure(plan, by=town.ewa)
    lines = square(browser.get(month_with(day)), day).select(".line")
    kinds = [next(name for name in line["class"] if name.startswith("line--")) for line in lines]
    assert kinds == ["line--closure", "line--booking", "line--asked"]
    assert "17:00 Próba" in words_of(lines[1])
    christmas = date(clock.today().year, 12, 25)
    drawn = square(browser.get(month_with(christmas)), christmas)
    assert "Christmas Day" in drawn.get_text()
    assert {"month__day--holiday", "month__day--shut"} <= set(drawn["class"])


@pytest.mark.parametrize(("meetings", "shown", "more"), [(4, 4, None), (5, 3, "2 more")])
def test_a_square_says_how_many_it_leaves_out(
    town: Town, browser: Browser, meetings: int, shown: int, more: str | None
) -> None:
    day = days_ahead(14)
    make_approved(
        town,
        spans=[local_timespan(day, time(10 + number), time(10 + number, 30)) for number in range(meetings)],
    )
    page = browser.get(month_with(day))
    drawn = square(page, day)
    assert len(drawn.select(".line")) == shown
    assert [words_of(link).partition(",")[0].strip() for link in drawn.select(".month__more")] == [more][
        : more is not None
    ]
    assert len(page.all(f"#d{day.isoformat()} .entry")) == meetings
    if more:
        hidden = browser.get(str(drawn.select(".month__more")[0]["href"]))
        assert len(hidden.all(".entry")) == meetings


def test_a_month_lays_out_whole_weeks_and_lists_its_own_days_alone(town: Town, browser: Browser) -> None:
    first = days_ahead(40).replace(day=1)
    before = first - timedelta(days=1)
    make_approved(town, title="Wcześniej", spans=[local_timespan(before, FIVE, SEVEN)])
    page = browser.get(month_with(first))
    assert len(page.all(".month tbody tr")) * 7 == len(page.all(".month__day"))
    assert page.texts(".month__weekday")[0] == "Monday"
    if before.weekday() != 6:
        assert "month__day--other" in square(page, before)["class"]
        assert "Wcześniej" in square(page, before).get_text()
    assert page.texts(".entry__title") == []


def test_days_gone_by_are_folded_away_but_stay_in_the_list(
    town: Town, browser: Browser, noon_of: Clock
) -> None:
    monday = days_ahead(14) - timedelta(days=days_ahead(14).weekday())
    spans = [local_timespan(monday + timedelta(days=day), FIVE, SEVEN) for day in (0, 1)]
    make_approved(town, spans=spans)
    noon_of(monday + timedelta(days=1))
    page = browser.get("/kalendarz/")
    assert [str(day["id"]) for day in page.all(".fold .day")] == [f"d{monday.isoformat()}"]
    assert not page.one(".fold").has_attr("open")
    assert page.one(".fold summary").get_text(" ", strip=True).endswith("· 1 meeting")
    assert "day--today" in page.all(".day:not(.fold .day)")[0]["class"]
    noon_of(monday + timedelta(days=7))
    assert not browser.get(f"/kalendarz/?od={monday.isoformat()}").all(".fold")


def test_a_months_list_opens_at_the_first_week_that_is_not_past(
    town: Town, browser: Browser, noon_of: Clock
) -> None:
    days = [date(2027, 3, day) for day in (3, 10, 12, 17)]
    for day in days:
        make_approved(town, spans=[local_timespan(day, FIVE, SEVEN)])
    noon_of(date(2027, 3, 11))
    folds = browser.get("/kalendarz/miesiac").all(".fold")
    listed = [[str(day["id"]) for day in fold.select(".day:has(.entry)")] for fold in folds]
    assert listed[:3] == [[f"d{day}" for day in days[:2]], [f"d{days[2]}"], [f"d{days[3]}"]]
    assert [number for number, fold in enumerate(folds) if fold.has_attr("open")] == [1]


def test_a_day_draws_each_room_through_its_hours(town: Town, browser: Browser) -> None:
    day = days_ahead(14)
    make_approved(town, title="Próba", spans=[local_timespan(day, TEN, NOON)])
    for title in ("Jedni", "Drudzy"):
        make_application(town, title=title, spans=[local_timespan(day, FIVE, SEVEN)])
    page = browser.get(f"/kalendarz/dzien?od={day.isoformat()}&sala={town.hall.id}")
    lanes = [
        [
            (next(c for c in td["class"] if c.startswith("span--")), int(str(td["colspan"])) / 12)
            for td in tr.select("td")
        ]
        for tr in page.all(".hours-table tbody tr:has(td)")
    ]
    assert page.texts(".hours-table__hour") == [f"{hour} :00" for hour in range(9, 20)]
    assert lanes == [
        [("span--free", 1), ("span--booking", 2), ("span--free", 5), ("span--asked", 2), ("span--free", 1)],
        [("span--open", 8), ("span--asked", 2), ("span--open", 1)],
    ]
    asked = [str(link["href"]).replace("%3A", ":") for link in page.all(".span__free")]
    wanted = f"/wnioski/nowy?sala={town.hall.id}&data={day.isoformat()}"
    hours = ("od=09:00&do=10:00", "od=12:00&do=14:00", "od=19:00&do=20:00")
    assert asked == [f"{wanted}&{each}" for each in hours]


def test_a_day_is_free_to_ask_for_only_from_the_next_quarter_of_an_hour_on(
    town: Town, browser: Browser, noon_of: Clock
) -> None:
    noon_of(days_ahead(14))
    page = browser.get(f"/kalendarz/dzien?sala={town.hall.id}")
    assert page.texts(".span__free > :last-child") == ["12:15–20:00"]


def test_only_days_that_the_rules_let_anyone_ask_for_are_offered(
    town: Town, browser: Browser, noon_of: Clock
) -> None:
    monday = date(2027, 6, 7)
    noon_of(monday)
    every = browser.get("calendars.week").all(".week__free")
    assert len(every) == 7 * 5
    regulations.publish(
        title="Regulamin",
        body="## § 1. O czym\n\nZasady.",
        change_note="",
        effective_on=clock.today(),
        policy=Policy(notice_working_days=2, horizon_days=4),
        by=None,
    )
    db.session.commit()
    offered = {
        str(link["href"]).split("data=")[1] for link in browser.get("calendars.week").all(".week__free")
    }
    wanted = [monday + timedelta(days=number) for number in (2, 3, 4)]
    assert offered == {day.isoformat() for day in wanted}


def test_before_and_after_step_over_changed_clocks_and_new_years(
    town: Town, browser: Browser, noon_of: Clock
) -> None:
    noon_of(date(2026, 6, 10))
    for look, od, after, before in STEPS:
        for rel, words in (("next", after), ("prev", before)):
            page = browser.get(f"/kalendarz/{look}?od={od}")
            there = browser.get(str(page.all(f"a[rel={rel}]")[0]["href"]))
            assert there.heading == f"Calendar {words}"
            back = browser.get(str(there.all(f"a[rel={'prev' if rel == 'next' else 'next'}]")[0]["href"]))
            assert back.heading == page.heading
        assert browser.follow("Today").heading == browser.get(f"/kalendarz/{look}").heading


def test_the_way_back_to_now_has_the_plain_address(town: Town, browser: Browser) -> None:
    for look in ("", "dzien", "miesiac", "lista"):
        page = browser.get(f"/kalendarz/{look}")
        assert "Today" not in page.texts(".pager a")
        ahead = browser.get(str(page.all("a[rel=next]")[0]["href"]))
        assert str(ahead.all("a[rel=prev]")[0]["href"]) == f"/kalendarz/{look}"


def test_the_calendar_has_a_first_and_a_last_page(town: Town, browser: Browser) -> None:
    for look in ("", "dzien", "miesiac", "lista"):
        assert browser.get(f"/kalendarz/{look}?od=2000-01-03").all("a[rel=prev]") == [] or look == "dzien"
        assert browser.get(f"/kalendarz/{look}?od=2100-12-31").all("a[rel=next]") == []
    assert browser.get("/kalendarz/dzien?od=2000-01-01").all("a[rel=prev]") == []


def test_the_looks_are_tabs_and_say_which_one_is_open(town: Town, browser: Browser) -> None:
    for look, name in (("", "Week"), ("dzien", "Day"), ("miesiac", "Month"), ("lista", "List")):
        page = browser.get(f"/kalendarz/{look}")
        assert page.texts(".tabs a") == ["Day", "Week", "Month", "List"]
        assert page.texts(".tabs [aria-current=page]") == [name]


def test_each_entry_says_its_day_and_not_only_its_hour(town: Town, browser: Browser) -> None:
    day = days_ahead(14)
    make_approved(town, spans=[evening(14, NINE, TEN)])
    for look in ("", "dzien", "miesiac", "lista"):
        page = browser.get(f"/kalendarz/{look}?od={day.isoformat()}")
        entries = page.all(".entry, .block:not(.block--elsewhere), .line:not(.month__day--other *)")
        assert len(entries) == (1 if look == "lista" else 2)
        for entry in entries:
            assert f"{day:%A} {day.day} {day:%B}" in words_of(entry)
            assert entry.select(f"time[datetime='{day.isoformat()}T09:00']")
