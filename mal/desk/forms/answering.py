"""The answer to one application, or to several ordinary ones at once."""

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField
from wtforms.validators import ValidationError

from mal.applications.labels import REFUSALS
from mal.desk.forms.choosing import TickedField
from mal.shared.database import parse_id
from mal.shared.forms import CHOICE_WORDS, Form, ParagraphField, choices_from, select_field

# As many as a page of the queue shows.
MOST_TOGETHER = 50
REASONS = {code: label for code, (label, _paragraph) in REFUSALS.items()}


class ApprovalForm(Form):
    """Giving all dates, or the ticked ones and a reason for the rest."""

    everything = BooleanField()
    dates = TickedField(_l("Dates"), parse_id)
    rest_reason = SelectField(
        _l("Why not the other dates?"), choices=choices_from(REASONS), default="slot_taken", **CHOICE_WORDS
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


class TogetherForm(Form):
    """Giving all dates of the ticked applications."""

    applications = TickedField(_l("Applications"), parse_id)

    def validate_applications(self, field: Field) -> None:
        """Ask for at least one, and for no more than a page shows.

        Raises ValidationError.
        """
        if not field.data:
            raise ValidationError(_("Tick at least one application."))
        if len(field.data) > MOST_TOGETHER:
            raise ValidationError(_("At most %(num)d applications at once, please.", num=MOST_TOGETHER))
