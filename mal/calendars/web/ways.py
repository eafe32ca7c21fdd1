"""The ways from one look at the calendar to the others: days, weeks, months and a list, with the same choices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from mal.calendars.date_ranges import DAY, LIST, MONTH, WEEK, Window
from mal.calendars.labels import days_in_words
from mal.calendars.web.forms import CalendarForm
from mal.shared import clock


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at the calendar."""

    endpoint: str
    name: Any
    window: Window
    before: Any
    after: Any
    caption: Callable[[date], str]


LOOKS = (
    Look(
        "calendars.day",
        _l("Day"),
        DAY,
        _l("Day before"),
        _l("Next day"),
        lambda day: format_date(day, "EEEE, d MMMM y"),
    ),
    Look(
        "calendars.week",
        _l("Week"),
        WEEK,
        _l("Week before"),
        _l("Next week"),
        lambda day: days_in_words(*ends(WEEK.days(day))),
    ),
    Look(
        "calendars.month",
        _l("Month"),
        MONTH,
        _l("Month before"),
        _l("Next month"),
        lambda day: format_date(day, "LLLL y"),
    ),
    Look(
        "calendars.programme",
        _l("List"),
        LIST,
        _l("Earlier"),
        _l("Later"),
        lambda day: days_in_words(*ends(LIST.days(day))),
    ),
)
DAYS, WEEKS, MONTHS, LISTS = LOOKS


def ends(days: list[date]) -> tuple[date, date]:
    """Give the first and last of some days in a row."""
    return days[0], days[-1]


def ways(look: Look, form: CalendarForm) -> dict[str, Any]:
    """Give the ways around a page: the other looks, before and after, today, and everything."""
    today = clock.today()
    day, filters = form.day(today), form.filters()

    def at(there: Look, when: date, chosen: dict[str, Any] = filters) -> str | None:
        if not 2000 <= when.year <= 2100:
            return None
        od = None if there.window.now(when, today) else when.isoformat()
        return url_for(there.endpoint, od=od, **chosen)

    first = look.window.first(day)
    return {
        "look": look,
        "caption": look.caption(day),
        "tabs": [(there.name, at(there, day), there is look) for there in LOOKS],
        "before_url": at(look, look.window.step(first, -1)),
        "after_url": at(look, look.window.step(first, 1)),
        "today_url": None if look.window.now(day, today) else at(look, today),
        "clear_url": at(look, day, {}) if filters else None,
        "filtered": form.in_words(),
        "here": url_for(look.endpoint),
    }
