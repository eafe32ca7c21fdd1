"""Forms of decisions about applications: approving, refusing, cancelling dates."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from mal.applications.labels import CANCEL_REASONS_GROUP, CANCEL_REASONS_STAFF, REFUSALS
from mal.places.models import Room
from mal.shared.fields import CHOICE_MESSAGES, LineField, ParagraphField, choices_from, select_field
from mal.shared.forms import Form
from mal.shared.text import parse_id

# As many as a page of the queue shows.
MOST_TOGETHER = 50
REASONS = {code: label for code, (label, _paragraph) in REFUSALS.items()}


def ticked_field(label: Any, read: Callable[[str], Any]) -> SelectMultipleField:
    """Return a field of the boxes ticked in a list; `read` raises ValueError for a value that is none of ours."""
    return SelectMultipleField(
        label, coerce=read, validate_choice=False, invalid_value_message=_l("Choose from the list.")
    )


def read_id(text: str) -> int:
    """Return the id that a box stands for.

    Raises ValueError where the text is no id.
    """
    number = parse_id(text)
    if number is None:
        raise ValueError(text)
    return number


def room_choices(rooms: Sequence[Room], prefix: str = "") -> list[SelectChoice]:
    """Return the choices of a list of rooms, those of each site together."""
    return [SelectChoice(f"{prefix}{room.id}", room.name, optgroup=room.site.name) for room in rooms]


class ApprovalForm(Form):
    """Giving all dates, or the ticked ones and a reason for the rest."""

    everything = BooleanField()
    dates = ticked_field(_l("Dates"), read_id)
    rest_reason = SelectField(
        _l("Why not the other dates?"), choices=choices_from(REASONS), default="slot_taken", **CHOICE_MESSAGES
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

    reason = select_field(_l("Why?"), REASONS)
    note = ParagraphField(_l("A word about the reason"), most=1000)

    def validate_note(self, field: Field) -> None:
        """Ask for the reason in words where no other fits.

        Raises ValidationError.
        """
        if self.reason.data == "other" and not field.data:
            raise ValidationError(_("Write the reason in your own words."))


class ApproveSeveralForm(Form):
    """Giving all dates of the ticked applications."""

    applications = ticked_field(_l("Applications"), read_id)

    def validate_applications(self, field: Field) -> None:
        """Ask for at least one, and for no more than a page shows.

        Raises ValidationError.
        """
        if not field.data:
            raise ValidationError(_("Tick at least one application."))
        if len(field.data) > MOST_TOGETHER:
            raise ValidationError(_("At most %(num)d applications at once, please.", num=MOST_TOGETHER))


class CancelForm(Form):
    """Giving up dates: the dates are ticked in the list, the reason is chosen here."""

    reason = SelectField(_l("Why?"), choices=[], **CHOICE_MESSAGES)
    note = LineField(_l("A word to those concerned"), [Optional()], most=300)

    def offer_reasons(self, by_staff: bool) -> None:
        """Offer the reasons of whoever cancels."""
        words = CANCEL_REASONS_STAFF if by_staff else CANCEL_REASONS_GROUP
        self.reason.choices = [SelectChoice(key, label) for key, label in words.items()]
