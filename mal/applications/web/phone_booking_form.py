"""A booking for someone who phoned or came in."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from mal.applications.web.forms import room_choices, ticked_field
from mal.bookings.labels import ACTIVITIES, VISIBILITIES
from mal.people.labels import GROUP_KINDS
from mal.people.models import Group
from mal.places.models import Equipment, Room
from mal.shared import clock
from mal.shared.fields import (
    CHOICE_MESSAGES,
    DayField,
    FormKeyField,
    LineField,
    ParagraphField,
    TimeOfDayField,
    WholeNumberField,
    choices_from,
    radio_field,
    required,
    select_field,
)
from mal.shared.forms import Form
from mal.shared.recurrence import MAX_DATES, weekly_dates
from mal.shared.timespan import Timespan, is_end_after_start, local_timespans

NEW_GROUP = "new"


class PhoneBookingForm(Form):
    """A booking for someone who phoned or came in."""

    form_key = FormKeyField()
    group = SelectField(
        _l("For which group?"), [InputRequired(_l("Choose from the list."))], choices=[], **CHOICE_MESSAGES
    )
    new_name = LineField(_l("Name of the new group"), most=120)
    new_kind = SelectField(_l("Who are they?"), choices=choices_from(GROUP_KINDS), **CHOICE_MESSAGES)
    contact_name = LineField(_l("Who will run the meeting?"), [required], most=120)
    contact_phone = LineField(_l("Their phone"), [required], most=40)
    room = SelectField(
        _l("Room"), [InputRequired(_l("Choose from the list."))], choices=[], **CHOICE_MESSAGES
    )
    day = DayField(_l("Day"), [required])
    starts = TimeOfDayField(_l("From"), [required])
    ends = TimeOfDayField(_l("To"), [required])
    until = DayField(_l("Every week until"), [Optional()])
    people = WholeNumberField(_l("How many people?"), [required], least=1, most=500)
    title = LineField(_l("Title for the calendar"), [required], most=100)
    activity = select_field(_l("What kind of meeting is it?"), ACTIVITIES)
    visibility = radio_field(_l("What may neighbours see in the calendar?"), VISIBILITIES, default="open")
    dates = ticked_field(_l("Dates"), date.fromisoformat)
    note = ParagraphField(_l("Why go beyond the rules?"), most=1000)

    equipment: Sequence[Equipment] = ()

    @property
    def pieces_fields(self) -> list[Field]:
        """List the fields of the things that can be lent."""
        return [self[f"s{item.id}"] for item in self.equipment]

    def pieces(self) -> list[tuple[Equipment, int]]:
        """List what is needed, and how many of each."""
        return [(item, self[f"s{item.id}"].data) for item in self.equipment if self[f"s{item.id}"].data]

    def validate_new_name(self, field: Field) -> None:
        """Ask for the name of a new group.

        Raises ValidationError.
        """
        if self.group.data == NEW_GROUP and not field.data:
            raise ValidationError(_("Give the new group a name."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then the times together."""
        return bool(super().validate(extra_validators)) and self._times_fit()

    def _times_fit(self) -> bool:
        try:
            days = self._days()
        except ValueError:
            words = _("The last day comes after the first one, at most %(num)d meetings.", num=MAX_DATES)
            self.until.errors = [words]
            return False
        starts, ends = self.starts.data or time(), self.ends.data or time()
        if not is_end_after_start(starts, ends):
            self.ends.errors = [_("The end must be later than the start.")]
            return False
        self.spans, skipped = local_timespans(days, starts, ends)
        if skipped:
            self.starts.errors = [_("On one of these days the clocks go forward and skip this hour.")]
        return not skipped

    def _days(self) -> list[date]:
        first = self.day.data or clock.today()
        return [first] if self.until.data is None else weekly_dates(first, self.until.data)

    def ticked(self) -> list[Timespan]:
        """Give the dates that were ticked in the list."""
        return [span for span in self.spans if span.local_day in set(self.dates.data or ())]


def build_phone_booking_form(
    groups: Sequence[Group], rooms: Sequence[Room], things: Sequence[Equipment]
) -> PhoneBookingForm:
    """Make the form with what can be chosen today: each thing has a field named `s` and its id."""
    fields = {
        f"s{item.id}": WholeNumberField(item.name, [Optional()], least=0, most=item.capacity)
        for item in things
    }
    form = cast("PhoneBookingForm", type("PhoneBookingFormOfToday", (PhoneBookingForm,), fields)())
    form.equipment = things
    form.group.choices = [
        SelectChoice("", _("Choose from the list")),
        SelectChoice(NEW_GROUP, _("A new group, without an account")),
        *(SelectChoice(str(group.id), group.name) for group in groups),
    ]
    form.room.choices = [SelectChoice("", _("Choose from the list")), *room_choices(rooms)]
    return form
