"""Forms of asking: when, how many and what; then what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from mal.bookings.labels import ACTIVITIES, AUDIENCES, VISIBILITIES
from mal.places.models import Equipment, Room
from mal.shared.fields import (
    CHOICE_MESSAGES,
    DayField,
    FormKeyField,
    LineField,
    ParagraphField,
    TimeOfDayField,
    WholeNumberField,
    checkbox_field,
    radio_field,
    required,
    select_field,
)
from mal.shared.forms import Form, QueryStringForm
from mal.shared.recurrence import MAX_DATES, weekly_dates
from mal.shared.timespan import Timespan, is_end_after_start, local_timespans

# What a draft keeps of one answer: more than any field takes, so that nothing is cut that can still be shortened.
LONGEST_ANSWER = 3000
REPEATS = {
    "0": _l("Once"),
    "1": _l("Every week"),
    "2": _l("Every second week"),
}


@dataclass(frozen=True, kw_only=True)
class RequestedDates:
    """When, how many and what: the first half of an application, as it stands in the address."""

    days: Sequence[date]
    people: int
    equipment: Sequence[tuple[Equipment, int]] = ()
    is_series: bool = False
    spans: Sequence[Timespan] = field(default_factory=tuple)
    skipped_hours: Sequence[date] = ()


class CriteriaForm(QueryStringForm):
    """When, how many people, what is needed. The names of the fields are what people see in the address."""

    day = DayField(_l("Day"), [required], name="data")
    starts = TimeOfDayField(_l("From"), [required], name="od")
    ends = TimeOfDayField(_l("To"), [required], name="do")
    repeat = SelectField(
        _l("How often?"),
        choices=[SelectChoice(value, label) for value, label in REPEATS.items()],
        default="0",
        name="co",
        **CHOICE_MESSAGES,
    )
    until = DayField(_l("Until when?"), [Optional()], name="do_dnia")
    people = WholeNumberField(_l("How many people?"), [required], least=1, most=500, name="osob")

    def __init__(self, equipment: Sequence[Equipment], **kwargs: Any) -> None:
        """Know what can be borrowed: each thing has a field of its own, named `s` and its id."""
        super().__init__(**kwargs)
        self.equipment = equipment
        self.quantities: dict[int, int] = {}
        self.quantity_errors: dict[int, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what they say together."""
        fine = super().validate(extra_validators)
        self._read_quantities()
        together = fine and self._check_series() and self._check_hours()
        return together and not self.quantity_errors

    def _read_quantities(self) -> None:
        for item in self.equipment:
            text = request.args.get(f"s{item.id}", "").strip()
            if text in ("", "0"):
                continue
            if text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= item.capacity:
                self.quantities[item.id] = int(text)
            else:
                self.quantity_errors[item.id] = _("There are %(num)d of these.", num=item.capacity)

    def _check_series(self) -> bool:
        if self.repeat.data != "0" and self.until.data is None:
            self.until.errors = [_("Say until when you want to meet.")]
            return False
        try:
            self.days()
        except ValueError:
            words = _("The last day comes after the first one, at most %(num)d meetings.", num=MAX_DATES)
            self.until.errors = [words]
            return False
        return True

    def _check_hours(self) -> bool:
        starts, ends = self.starts.data or time(), self.ends.data or time()
        if not is_end_after_start(starts, ends):
            self.ends.errors = [_("The end must be later than the start.")]
            return False
        if not self.plan().spans:
            self.starts.errors = [_("On this day the clocks go forward and skip this hour.")]
            return False
        return True

    def days(self) -> list[date]:
        """List the days that are asked for."""
        first = self.day.data or date.max
        until = first if self.repeat.data == "0" else self.until.data or first
        return weekly_dates(first, until, every=max(int(self.repeat.data), 1))

    def plan(self) -> RequestedDates:
        """Give what was typed, once it is valid, as a value; days whose hour the clock skips are named, not lost."""
        starts, ends = self.starts.data or time(), self.ends.data or time()
        days = self.days()
        spans, skipped = local_timespans(days, starts, ends)
        chosen = [(item, self.quantities[item.id]) for item in self.equipment if item.id in self.quantities]
        return RequestedDates(
            days=days,
            people=self.people.data or 1,
            equipment=chosen,
            is_series=self.repeat.data != "0",
            spans=spans,
            skipped_hours=skipped,
        )


class DetailsForm(Form):
    """What the meeting is about, and the rules."""

    form_key = FormKeyField()
    group = SelectField(_l("Which group?"), coerce=int, choices=[], **CHOICE_MESSAGES)
    title = LineField(_l("Title for the calendar"), [required], most=100)
    activity = select_field(_l("What kind of meeting is it?"), ACTIVITIES)
    audience = checkbox_field(_l("Who is it for?"), AUDIENCES)
    visibility = radio_field(_l("What may neighbours see in the calendar?"), VISIBILITIES, default="open")
    purpose = ParagraphField(_l("What will you do?"), [Optional()], most=1000)
    minors = BooleanField(_l("There will be children without their parents"))
    access_needs = LineField(
        _l("What should we prepare so that everyone can take part?"), [Optional()], most=300
    )
    message = ParagraphField(_l("Anything else we should know?"), [Optional()], most=1000)
    accepts = BooleanField(_l("I have read the rules and we will keep them"))

    def answers(self) -> dict[str, Any]:
        """Give what was typed so far, finished or not, as a draft keeps it: clean, bounded, known codes only."""
        texts = {
            each.name: (each.data or "")[:LONGEST_ANSWER]
            for each in (self.title, self.purpose, self.access_needs, self.message)
        }
        return {
            **texts,
            "group": self.group.data,
            "activity": self.activity.data if self.activity.data in ACTIVITIES else "",
            "audience": [code for code in AUDIENCES if code in (self.audience.data or ())],
            "visibility": self.visibility.data if self.visibility.data in VISIBILITIES else "open",
            "minors": bool(self.minors.data),
        }

    def ask_about(self, room: Room, must_accept: bool) -> None:
        """Ask only what this room and these people need."""
        if not room.confidential_allowed:
            words = {key: label for key, label in VISIBILITIES.items() if key != "confidential"}
            self.visibility.choices = [SelectChoice(key, label) for key, label in words.items()]
        self.must_accept = must_accept

    def validate_accepts(self, tick: Any) -> None:
        """Ask for the acceptance where this person has not yet given it.

        Raises ValidationError.
        """
        if self.must_accept and not tick.data:
            raise ValidationError(_("We can lend the room only to those who accept the rules."))
