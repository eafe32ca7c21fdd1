"""Fields that clean what was typed and answer mistakes in the voice of the house."""

import re
from collections.abc import Mapping
from datetime import date, time
from secrets import token_hex
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, EmailInput, ListWidget

from mal.shared.text import clean_line, clean_text

LINE, PARAGRAPH = 200, 2000
KEY = re.compile(r"[0-9A-Za-z]{8,64}")
WHOLE_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::00)?", re.ASCII)

CHOICE_MESSAGES = {
    "invalid_choice_message": _l("Choose one of the answers shown."),
    "invalid_value_message": _l("Choose one of the answers shown."),
}


class Required(InputRequired):
    """Requires a value; text that is empty once it is clean is none."""

    def __call__(self, form: Any, field: Field) -> None:
        """Raise StopValidation if nothing was typed, or nothing is left of it."""
        super().__call__(form, field)
        if field.data == "":
            raise StopValidation(str(self.message))


required = Required(_l("Fill in this field."))


def max_length(most: int) -> Length:
    """Return a validator of the length of a text, in characters."""
    return Length(max=most, message=_l("At most %(max)d characters, please."))


class LineField(StringField):
    """One line of clean text: see `text.clean_line`."""

    def __init__(
        self, label: Any, validators: list[Any] | None = None, *, most: int = LINE, **kwargs: Any
    ) -> None:
        """Set the longest text, in characters."""
        self.max_length = most
        super().__init__(label, [*(validators or []), max_length(most)], filters=[clean_line], **kwargs)


class ParagraphField(TextAreaField):
    """Clean text of several lines: see `text.clean_text`."""

    def __init__(
        self, label: Any, validators: list[Any] | None = None, *, most: int = PARAGRAPH, **kwargs: Any
    ) -> None:
        """Set the longest text, in characters."""
        self.max_length = most
        super().__init__(label, [*(validators or []), max_length(most)], filters=[clean_text], **kwargs)


def raw_value(field: Field) -> str:
    """Return what was typed into a field, or the empty text."""
    return (field.raw_data[0] if field.raw_data else "") or ""


class DayField(DateField):
    """A day from 2000 to 2100, as browsers send it (2027-03-12) or as people write it (12.03.2027)."""

    data: date | None

    def __init__(self, label: Any, validators: list[Any] | None = None, **kwargs: Any) -> None:
        """Accept both spellings."""
        super().__init__(label, validators, format=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; raise ValueError with a sentence that shows how to write it."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
            found: date | None = self.data
        except ValueError:
            found = None
        if found is None or not 2000 <= found.year <= 2100:
            self.data = None
            raise ValueError(_("Type a day, for example 12.03.2027."))


class TimeOfDayField(TimeField):
    """A local time to the minute; 24:00 is read as 00:00, which ends the day."""

    data: time | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; raise ValueError with a sentence that shows how to write it."""
        text = valuelist[0].strip().replace(".", ":") if valuelist else ""
        if not text:
            self.data = None
            return
        match = CLOCK.fullmatch(text)
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
        if (hour, minute) == (24, 0):
            hour = 0
        if hour > 23 or minute > 59:
            self.data = None
            raise ValueError(_("Type a time, for example 17:30."))
        self.data = time(hour, minute)


class FormKeyField(HiddenField):
    """The random key of a form, by which a second submission of the same form is recognised."""

    def pre_validate(self, _form: Any) -> None:
        """Raise StopValidation for a key that no page has made; the next page has a new one."""
        if not KEY.fullmatch(raw_value(self)):
            self.data = token_hex(16)
            raise StopValidation(_("This page was open for a long time. Send it once more."))


class TypedNumberRange(NumberRange):
    """Bounds of a number that was typed; whether an empty field will do is for other validators to say."""

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse text that is no number or out of bounds; the field then has no value.

        Raises StopValidation.
        """
        if not raw_value(field).strip():
            return
        try:
            super().__call__(form, field)
        except ValidationError as error:
            field.data = None
            raise StopValidation(str(error)) from None


class WholeNumberField(IntegerField):
    """A whole number between two bounds."""

    def __init__(
        self,
        label: Any,
        validators: list[Any] | None = None,
        *,
        least: int = 0,
        most: int = 9999,
        **kwargs: Any,
    ) -> None:
        """Add the check of the bounds, which the browser's own field shows, too."""
        message = _l("Type a whole number from %(min)d to %(max)d.")
        bounds = TypedNumberRange(least, most, message)
        super().__init__(label, [*(validators or []), bounds], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse ASCII digits; anything else, such as the digits of another script, is None and out of bounds."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if WHOLE_NUMBER.fullmatch(text) else None

    def _value(self) -> str:
        """Return what was typed, even if it is no number."""
        return clean_line(raw_value(self)) if self.raw_data else "" if self.data is None else str(self.data)


class EmailAddressField(LineField):
    """An e-mail address; whether it exists is not asked of any server."""

    widget = EmailInput()

    def __init__(self, label: Any, validators: list[Any] | None = None, **kwargs: Any) -> None:
        """Add the check of its form."""
        super().__init__(label, [*(validators or []), is_mail_address], most=254, **kwargs)


def is_mail_address(_form: FlaskForm, field: Field) -> None:
    """Raise ValidationError for what cannot be an e-mail address; no server is asked."""
    if not field.data:
        return
    try:
        validate_email(field.data, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError(_("Type an e-mail address, for example anna@example.org.")) from None


def choices_from(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the choices of a field from codes and their labels."""
    return [SelectChoice(str(value), label) for value, label in words.items()]


def radio_field(label: Any, words: Mapping[Any, Any], **kwargs: Any) -> RadioField:
    """Return a required field with one answer, all of them in sight."""
    return RadioField(
        label,
        [InputRequired(_l("Choose one answer."))],
        choices=choices_from(words),
        **CHOICE_MESSAGES,
        **kwargs,
    )


def select_field(label: Any, words: Mapping[Any, Any], **kwargs: Any) -> SelectField:
    """Return a required field with one answer, chosen from a drop-down list."""
    choices = [SelectChoice("", _l("Choose from the list")), *choices_from(words)]
    return SelectField(
        label, [InputRequired(_l("Choose from the list."))], choices=choices, **CHOICE_MESSAGES, **kwargs
    )


def checkbox_field(label: Any, words: Mapping[Any, Any], **kwargs: Any) -> SelectMultipleField:
    """Return a field with any number of answers, each with its checkbox."""
    return SelectMultipleField(
        label,
        choices=choices_from(words),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **CHOICE_MESSAGES,
        **kwargs,
    )
