"""Forms: clean text, wall-clock times, messages that a person would say."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.fields import DateField, TimeField
from wtforms.validators import InputRequired, Length, StopValidation

LINE, PARAGRAPH = 200, 2000
# Characters that break lines, feeds, letters or PostgreSQL: C0 and C1 controls, NUL, U+2028/9, lone surrogates.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")

required = InputRequired(_l("Fill in this field."))


def clean_line(text: str | None) -> str:
    """Give one line of text without controls, in NFC, without space around it."""
    return " ".join(clean_text(text).split())


def clean_text(text: str | None) -> str:
    """Give text without controls, in NFC, with plain newlines, without space around it."""
    if not text:
        return ""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return unicodedata.normalize("NFC", UNWANTED.sub(" ", plain)).strip()


def at_most(most: int) -> Length:
    """Bound the length of a text."""
    return Length(max=most, message=_l("At most %(max)d characters, please."))


class LineField(StringField):
    """One line of clean text."""

    def __init__(
        self, label: Any, validators: list[Any] | None = None, *, most: int = LINE, **kwargs: Any
    ) -> None:
        """Bound it and clean it."""
        super().__init__(label, [*(validators or []), at_most(most)], filters=[clean_line], **kwargs)


class ParagraphField(TextAreaField):
    """Clean text of several lines."""

    def __init__(
        self,
        label: Any,
        validators: list[Any] | None = None,
        *,
        most: int = PARAGRAPH,
        **kwargs: Any,
    ) -> None:
        """Bound it and clean it."""
        super().__init__(label, [*(validators or []), at_most(most)], filters=[clean_text], **kwargs)


def typed(field: Field) -> str:
    """Give what was typed into a field, or nothing."""
    return (field.raw_data[0] if field.raw_data else "") or ""


class DayField(DateField):
    """A day between 2000 and 2100, as browsers send it or as people write it."""

    def __init__(self, label: Any, validators: list[Any] | None = None, **kwargs: Any) -> None:
        """Read both spellings."""
        super().__init__(label, validators, format=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

        Raises ValueError with a sentence that shows how to write it.
        """
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
            raise ValueError(_l("Type a day, for example 12.03.2027."))


class ClockField(TimeField):
    """A wall-clock time to the minute; 24:00 is read as the end of the day, 00:00."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

        Raises ValueError with a sentence that shows how to write it.
        """
        text = valuelist[0].strip().replace(".", ":") if valuelist else ""
        if not text:
            self.data = None
            return
        match = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?(?::00)?", text, re.ASCII)
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
        if (hour, minute) == (24, 0):
            hour = 0
        if hour > 23 or minute > 59:
            self.data = None
            raise ValueError(_l("Type a time, for example 17:30."))
        self.data = time(hour, minute)


class Form(FlaskForm):
    """The base of all forms: CSRF from Flask-WTF; what was typed is kept on every answer."""


def refuse_when(condition: Callable[[Any], bool], message: Any) -> Callable[[FlaskForm, Field], None]:
    """Make a validator that refuses a value for which the condition holds."""

    def validate(_form: FlaskForm, field: Field) -> None:
        if condition(field.data):
            raise StopValidation(message)

    return validate
