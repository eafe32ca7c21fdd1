"""Names of figures, age bands, months and reasons, and numbers as text."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mal.applications.labels import REFUSALS

AGE_BAND_LABELS = {
    "age_0_5": _l("0–5 years"),
    "age_6_12": _l("6–12 years"),
    "age_13_17": _l("13–17 years"),
    "age_18_59": _l("18–59 years"),
    "age_60_plus": _l("60 years and more"),
}
# Headings of the table by the name of the figure, in the order of FIGURES.
FIGURE_LABELS: Mapping[str, Any] = {
    "bookings": _l("Booked meetings"),
    "took_place": _l("Took place (meetings)"),
    "no_show": _l("Nobody came (meetings)"),
    "planned": _l("Planned or without a card"),
    "without_card": _l("Over, without a card"),
    "cancelled": _l("Cancelled meetings"),
    "no_show_rate": _l("Nobody came (%)"),
    "hours": _l("Hours of meetings"),
    "hours_open": _l("Hours the rooms were open"),
    "occupancy": _l("Occupancy (%)"),
    "attendance": _l("Attendance"),
    **AGE_BAND_LABELS,
    "received": _l("Applications sent"),
    "approved": _l("Applications approved"),
    "refused": _l("Applications refused"),
    "withdrawn": _l("Applications withdrawn"),
    "waiting": _l("Applications waiting"),
    "median_days": _l("Days to an answer (median)"),
}
# Any Monday: the names of weekdays are taken from the seven days after it.
MONDAY = date(2027, 3, 1)


def format_month(month: date) -> str:
    """Return a month in the reader's language: "marzec 2027"."""
    return str(format_date(month, "LLLL y"))


def format_month_short(month: date) -> str:
    """Return a month in short: "mar 2027"."""
    return str(format_date(month, "LLL y"))


def weekday_names() -> list[tuple[str, str]]:
    """Return the weekdays from Monday, each in short and in full."""
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    return [(str(format_date(day, "cccccc")), str(format_date(day, "cccc"))) for day in days]


def format_figure(value: float | None) -> str:
    """Return a figure with at most one decimal place, or a dash for None."""
    return "–" if value is None else str(format_decimal(round(value, 1)))


def refusal_label(reason: str) -> str:
    """Return the label of a reason of refusal; a code that the dictionary no longer has is returned as it is."""
    return str(REFUSALS[reason][0]) if reason in REFUSALS else reason


def attendance_saved(number: int) -> str:
    """Return how many meetings have their headcount now."""
    if not number:
        return _("There was nothing new to keep. The numbers that are there stay.")
    return ngettext(
        "Kept: %(num)d meeting has its number.", "Kept: %(num)d meetings have their numbers.", number
    )
