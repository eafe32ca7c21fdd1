"""How many people came to the meetings of a day."""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import Optional

from mal.desk.queries.looking import SheetLine
from mal.monitoring.usage_card import MAX_HEADCOUNT
from mal.shared.forms import Form, WholeNumberField


class CountingForm(Form):
    """A number for each meeting that has begun and has none."""

    lines: Sequence[SheetLine] = ()

    def field_of(self, line: SheetLine) -> Field:
        """Give the field of a meeting."""
        return self[name_of(line)]

    def counted(self) -> dict[Any, int]:
        """Give the dates that have a number; what was left empty is left for later."""
        numbers = {line.occurrence: self.field_of(line).data for line in self.lines}
        return {date: number for date, number in numbers.items() if number is not None}


def name_of(line: SheetLine) -> str:
    """Name the field of a meeting."""
    return f"c{line.occurrence.id}"


def counting_form(lines: Sequence[SheetLine], **more: Any) -> CountingForm:
    """Make the form with a field for each meeting of a day that wants a number."""
    wanted = [line for line in lines if line.wants_number]
    fields = {
        name_of(line): WholeNumberField(
            _("How many came: %(title)s", title=line.occurrence.booking.title),
            [Optional()],
            most=MAX_HEADCOUNT,
        )
        for line in wanted
    }
    form = cast("CountingForm", type("CountingFormOfDay", (CountingForm,), fields)(**more))
    form.lines = wanted
    return form
