"""The forms of the day sheet: which day to show, and how many people came to its meetings."""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import Optional

from mal.bookings.models import Occurrence
from mal.monitoring.day_sheet import DaySheetRow
from mal.monitoring.usage_card import MAX_HEADCOUNT
from mal.shared.fields import DayField, WholeNumberField
from mal.shared.forms import Form, QueryStringForm


class DayForm(QueryStringForm):
    """The day to show, in the query string."""

    day = DayField(_l("Day"), name="dzien")


class AttendanceForm(Form):
    """A number for each meeting that has begun and has none."""

    rows: Sequence[DaySheetRow] = ()

    def field_of(self, row: DaySheetRow) -> Field:
        """Return the field of a meeting."""
        return self[field_name(row)]

    def headcounts(self) -> dict[Occurrence, int]:
        """Return the numbers that were filled in; an empty field is left for later."""
        numbers = {row.occurrence: self.field_of(row).data for row in self.rows}
        return {occurrence: number for occurrence, number in numbers.items() if number is not None}


def field_name(row: DaySheetRow) -> str:
    """Return the name of a meeting's field."""
    return f"c{row.occurrence.id}"


def build_attendance_form(rows: Sequence[DaySheetRow], **kwargs: Any) -> AttendanceForm:
    """Build the form with a field for each row that needs a headcount."""
    needed = [row for row in rows if row.needs_headcount]
    fields = {
        field_name(row): WholeNumberField(
            _("How many came: %(title)s", title=row.occurrence.booking.title),
            [Optional()],
            most=MAX_HEADCOUNT,
        )
        for row in needed
    }
    form = cast("AttendanceForm", type("AttendanceFormOfDay", (AttendanceForm,), fields)(**kwargs))
    form.rows = needed
    return form
