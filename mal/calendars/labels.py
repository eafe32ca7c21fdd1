"""What the calendar calls things, in the reader's language."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from mal.calendars.shapes import Words


def words() -> Words:
    """Give the words for entries that have no title of their own."""
    return Words(
        taken=_("Taken"),
        request=_("Somebody asks for this time"),
        waiting=_("awaiting decision"),
        closed=_("closed"),
        group_only=_("group meeting"),
        whole_site=_("the whole place"),
        shut_all_day=_("We are closed all day."),
    )


def days_in_words(first: date, last: date) -> str:
    """Say some days in a row: "16–22 November 2026"."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_date(last, 'd MMMM y')}"
    begins = format_date(first, "d MMMM" if first.year == last.year else "d MMMM y")
    return f"{begins} – {format_date(last, 'd MMMM y')}"
