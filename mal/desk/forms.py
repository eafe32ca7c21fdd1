"""Forms of the desk: the answer, a booking for someone on the phone, a closure, the day to look at."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, time, timedelta
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from mal.applications.words import REFUSALS
from mal.bookings.words import ACTIVITIES, VISIBILITIES
from mal.people.models import Account, Group
from mal.people.words import GROUP_KINDS
from mal.places.models import Equipment, Room, Site
from mal.shared import clock
from mal.shared.database import id_of
from mal.shared.forms import (
    CHOICE_WORDS,
    AddressForm,
    ClockField,
    CountField,
    DayField,
    Form,
    KeyField,
    LineField,
    ParagraphField,
    one_from_list,
    one_of,
    options,
    required,
)
from mal.shared.recurrence import MOST_DATES, weekly
from mal.shared.timespan import NoSuchTime, Timespan, between, whole_days

NEW_GROUP = "new"
LONGEST_CLOSURE = timedelta(days=366)
# More planned dates than a year at all places together has.
MOST_HIT = 20_000
REASONS = {code: label for code, (label, _paragraph) in REFUSALS.items()}


class TickedField(Field):
    """Boxes ticked in a list of dates: what stands in them is read by a function."""

    def __init__(self, label: Any, read: Callable[[str], Any], **kwargs: Any) -> None:
        """Keep how one box is read."""
        super().__init__(label, **kwargs)
        self.read = read

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the boxes.

        Raises ValueError with a sentence where one is none of ours.
        """
        try:
            self.data = [self.read(text) for text in valuelist]
        except ValueError:
            self.data = [None]
        if None in self.data:
            self.data = []
            raise ValueError(_("Choose the dates from the list."))


class ApprovalForm(Form):
    """Giving all dates, or the ticked ones and a reason for the rest."""

    everything = BooleanField()
    dates = TickedField(_l("Dates"), id_of)
    rest_reason = SelectField(
        _l("Why not the other dates?"), choices=options(REASONS), default="slot_taken", **CHOICE_WORDS
    )
    answer = ParagraphField(_l("A word to the group"), most=1000)

    asked_ids: Collection[int] = ()

    def validate_dates(self, field: Field) -> None:
        """Ask for at least one date.

        Raises ValidationError.
        """
        if not self.everything.data and not field.data:
            raise ValidationError(_("Tick at least one date, or refuse the whole application below."))

    def validate_answer(self, field: Field) -> None:
        """Ask for the reason in words where no other fits.

        Raises ValidationError.
        """
        partial = not self.everything.data and not set(self.asked_ids) <= set(self.dates.data or ())
        if partial and self.rest_reason.data == "other" and not field.data:
            raise ValidationError(_("Write the reason in your own words."))

    def chosen(self) -> list[int] | None:
        """Give the ticked dates; `None` means all."""
        return None if self.everything.data else list(self.dates.data)


class RefusalForm(Form):
    """Refusing, with a reason from the dictionary."""

    reason = one_from_list(_l("Why?"), REASONS)
    note = ParagraphField(_l("A word about the reason"), most=1000)

    def validate_note(self, field: Field) -> None:
        """Ask for the reason in words where no other fits.

        Raises ValidationError.
        """
        if self.reason.data == "other" and not field.data:
            raise ValidationError(_("Write the reason in your own words."))


def room_choices(rooms: Sequence[Room], prefix: str = "") -> list[SelectChoice]:
    """Offer rooms, those of each site together."""
    return [SelectChoice(f"{prefix}{room.id}", room.name, optgroup=room.site.name) for room in rooms]


class BehalfForm(Form):
    """A booking for someone who phoned or came in."""

    form_key = KeyField()
    group = SelectField(
        _l("For which group?"), [InputRequired(_l("Choose from the list."))], choices=[], **CHOICE_WORDS
    )
    new_name = LineField(_l("Name of the new group"), most=120)
    new_kind = SelectField(_l("Who are they?"), choices=options(GROUP_KINDS), **CHOICE_WORDS)
    contact_name = LineField(_l("Who will open the meeting?"), [required], most=120)
    contact_phone = LineField(_l("Their phone"), [required], most=40)
    room = SelectField(_l("Room"), [InputRequired(_l("Choose from the list."))], choices=[], **CHOICE_WORDS)
    day = DayField(_l("Day"), [required])
    starts = ClockField(_l("From"), [required])
    ends = ClockField(_l("To"), [required])
    until = DayField(_l("Every week until"), [Optional()])
    people = CountField(_l("How many people?"), [required], least=1, most=500)
    title = LineField(_l("Title for the calendar"), [required], most=100)
    activity = one_from_list(_l("What kind of meeting is it?"), ACTIVITIES)
    visibility = one_of(_l("What may neighbours see in the calendar?"), VISIBILITIES, default="open")
    dates = TickedField(_l("Dates"), date.fromisoformat)
    note = ParagraphField(_l("Why past the rules?"), most=1000)

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
            words = _("The last day comes after the first one, at most %(num)d meetings.", num=MOST_DATES)
            self.until.errors = [words]
            return False
        starts, ends = self.starts.data or time(), self.ends.data or time()
        try:
            self.spans = [between(day, starts, ends) for day in days]
        except NoSuchTime:
            self.starts.errors = [_("On one of these days the clocks go forward and skip this hour.")]
        except ValueError:
            self.ends.errors = [_("The end must be later than the start.")]
        return not self.starts.errors and not self.ends.errors

    def _days(self) -> list[date]:
        first = self.day.data or clock.today()
        return [first] if self.until.data is None else weekly(first, self.until.data)

    def ticked(self) -> list[Timespan]:
        """Give the dates that were ticked in the list."""
        return [span for span in self.spans if span.local_day in set(self.dates.data or ())]


def behalf_form(groups: Sequence[Group], rooms: Sequence[Room], things: Sequence[Equipment]) -> BehalfForm:
    """Make the form with what can be chosen today: each thing has a field named `s` and its id."""
    fields = {
        f"s{item.id}": CountField(item.name, [Optional()], least=0, most=item.capacity) for item in things
    }
    form = cast("BehalfForm", type("BehalfFormOfToday", (BehalfForm,), fields)())
    form.equipment = things
    form.group.choices = [
        SelectChoice("", _("Choose from the list")),
        SelectChoice(NEW_GROUP, _("A new group, without an account")),
        *(SelectChoice(str(group.id), group.name) for group in groups),
    ]
    form.room.choices = [SelectChoice("", _("Choose from the list")), *room_choices(rooms)]
    return form


class ClosureForm(Form):
    """A time when a room, a house or everything is shut."""

    where = SelectField(
        _l("What is closed?"), [InputRequired(_l("Choose from the list."))], choices=[], **CHOICE_WORDS
    )
    first = DayField(_l("First day"), [required])
    last = DayField(_l("Last day"), [Optional()])
    starts = ClockField(_l("From"), [Optional()])
    ends = ClockField(_l("To"), [Optional()])
    reason = LineField(_l("Why?"), [required], most=200)
    accepted = HiddenField()

    def offer(self, account: Account, sites: Sequence[Site], rooms: Sequence[Room]) -> None:
        """Offer what this person may shut."""
        houses = [
            SelectChoice(f"site-{s.id}", _("The whole house: %(site)s", site=s.name), optgroup=s.name)
            for s in sites
        ]
        everything = [SelectChoice("all", _("All places"))] if account.is_coordinator else []
        by_site = sorted([*houses, *room_choices(rooms, "room-")], key=lambda each: self._order(each, sites))
        self.where.choices = [SelectChoice("", _("Choose from the list")), *everything, *by_site]

    @staticmethod
    def _order(choice: SelectChoice, sites: Sequence[Site]) -> int:
        return [site.name for site in sites].index(str(choice.optgroup))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then the times together."""
        if not super().validate(extra_validators):
            return False
        self._check_days()
        self._check_hours()
        return not any(field.errors for field in (self.first, self.last, self.starts, self.ends))

    def _check_days(self) -> None:
        first, last = self.days()
        if last < first:
            self.last.errors = [_("The last day comes after the first one.")]
        elif last < clock.today():
            self.first.errors = [_("This day has already passed.")]
        elif last - first > LONGEST_CLOSURE:
            self.last.errors = [_("At most a year at once, please.")]

    def _check_hours(self) -> None:
        starts, ends = self.starts.data, self.ends.data
        if starts is None and ends is None:
            return
        if starts is None or ends is None:
            missing = self.starts if starts is None else self.ends
            missing.errors = [_("Give both hours, or leave both empty for whole days.")]
        elif self.last.data not in (None, self.first.data):
            self.last.errors = [_("With hours, close one day at a time.")]
        elif ends != time() and ends <= starts:
            self.ends.errors = [_("The end must be later than the start.")]
        elif self._skipped():
            self.starts.errors = [_("On this day the clocks go forward and skip this hour.")]

    def _skipped(self) -> bool:
        try:
            self.span()
        except NoSuchTime:
            return True
        return False

    def span(self) -> Timespan:
        """Give the time of the closure."""
        first, last = self.days()
        if self.starts.data is None or self.ends.data is None:
            return whole_days(first, last)
        return between(first, self.starts.data, self.ends.data)

    def days(self) -> tuple[date, date]:
        """Give the first and the last day; without a last one it is the first."""
        first = self.first.data or clock.today()
        return first, self.last.data or first

    def accepted_ids(self) -> set[int]:
        """Give the dates that staff have seen to be hit; what is none of ours is left out."""
        texts = (self.accepted.data or "").split(",")
        return {number for number in map(id_of, texts[:MOST_HIT]) if number is not None}


class DayForm(AddressForm):
    """Which day to look at."""

    day = DayField(_l("Day"), name="dzien")
