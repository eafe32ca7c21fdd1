"""A time when a room, a house or everything is shut."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from mal.applications.web.forms import room_choices
from mal.people.models import Account
from mal.places.models import Room, Site
from mal.shared import clock
from mal.shared.fields import CHOICE_MESSAGES, DayField, LineField, TimeOfDayField, required
from mal.shared.forms import Form
from mal.shared.text import parse_id
from mal.shared.timespan import NoSuchTime, Timespan, is_end_after_start, local_timespan, whole_days

LONGEST_CLOSURE = timedelta(days=366)
# More planned dates than a year at all places together has.
MOST_HIT = 20_000


class AcceptedIdsField(HiddenField):
    """The planned dates that staff have seen to be hit by a closure."""

    max_length = MOST_HIT * 11


class ClosureForm(Form):
    """A time when a room, a house or everything is shut."""

    where = SelectField(
        _l("What is closed?"), [InputRequired(_l("Choose from the list."))], choices=[], **CHOICE_MESSAGES
    )
    first = DayField(_l("First day"), [required])
    last = DayField(_l("Last day"), [Optional()])
    starts = TimeOfDayField(_l("From"), [Optional()])
    ends = TimeOfDayField(_l("To"), [Optional()])
    reason = LineField(_l("Why?"), [required], most=200)
    accepted = AcceptedIdsField()

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
        elif not is_end_after_start(starts, ends):
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
        return local_timespan(first, self.starts.data, self.ends.data)

    def days(self) -> tuple[date, date]:
        """Give the first and the last day; without a last one it is the first."""
        first = self.first.data or clock.today()
        return first, self.last.data or first

    def accepted_ids(self) -> set[int]:
        """Give the dates that staff have seen to be hit; what is none of ours is left out."""
        texts = (self.accepted.data or "").split(",")
        return {number for number in map(parse_id, texts[:MOST_HIT]) if number is not None}
