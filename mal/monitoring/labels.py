"""Figures and cards in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import format_date, format_decimal
from flask_babel import lazy_gettext as _l

from mal.applications.labels import REFUSALS
from mal.monitoring.busy_hours import Week, level

AGE_BANDS = {
    "age_0_5": _l("0–5 years"),
    "age_6_12": _l("6–12 years"),
    "age_13_17": _l("13–17 years"),
    "age_18_59": _l("18–59 years"),
    "age_60_plus": _l("60 years and more"),
}
# Headings of the table, in its order, by the name of the figure.
HEADINGS: Mapping[str, Any] = {
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
    **AGE_BANDS,
    "received": _l("Applications sent"),
    "approved": _l("Applications approved"),
    "refused": _l("Applications refused"),
    "withdrawn": _l("Applications withdrawn"),
    "waiting": _l("Applications waiting"),
    "median_days": _l("Days to an answer (median)"),
}


def month_name(month: date) -> str:
    """Say a month: "marzec 2027"."""
    return str(format_date(month, "LLLL y"))


def month_short(month: date) -> str:
    """Say a month shortly: "mar 2027"."""
    return str(format_date(month, "LLL y"))


def weekdays() -> list[tuple[str, str]]:
    """Name the days of the week from Monday, shortly and in full."""
    monday = date(2027, 3, 1)
    days = [monday + timedelta(days=each) for each in range(7)]
    return [(str(format_date(day, "cccccc")), str(format_date(day, "cccc"))) for day in days]


def heat_rows(week: Week, most: int) -> list[tuple[str, list[tuple[int, int]]]]:
    """Give the rows of a heat map: the hour, and for each day the number and how dark it is."""
    return [
        (f"{hour}:00", [(number, level(number, most)) for number in numbers]) for hour, numbers in week.hours
    ]


def number(value: float | None) -> str:
    """Say a figure: a dash where nothing is known, at most one place after the comma."""
    return "–" if value is None else str(format_decimal(round(value, 1)))


def refusal(reason: str) -> str:
    """Say a reason of refusal; one that the dictionary has lost is shown as it was kept."""
    return str(REFUSALS[reason][0]) if reason in REFUSALS else reason
