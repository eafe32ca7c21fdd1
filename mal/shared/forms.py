"""The base of all forms: a CSRF token, our messages, and a bound on the size of each field."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from mal.shared.form_messages import FormMessages

# Characters, for fields that have no bound of their own: choices, days, hours, numbers, hidden keys.
DEFAULT_MAX_LENGTH = 1000


def refuse_oversized(_form: Any, field: Field) -> None:
    """Raise StopValidation if the raw text of a field is far too long, before anything else looks at it.

    Twice the longest text passes on to the other validators: a line end may be sent as two characters, and so may a
    letter with its mark. Boolean fields pass: of them only whether they are ticked is ever read.
    """
    if isinstance(field, BooleanField):
        return
    longest = getattr(field, "max_length", DEFAULT_MAX_LENGTH)
    if any(len(value) > 2 * longest for value in field.raw_data or ()):
        field.errors[:] = []
        raise StopValidation(_("At most %(max)d characters, please.", max=longest))


class Form(FlaskForm):
    """The base of all forms: with a CSRF token, our messages, and a bound on the size of each field."""

    class Meta(FlaskForm.Meta):
        """How our forms differ from Flask-WTF's."""

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            """Bind a field, and put the check of its raw length before its other validators."""
            field = super().bind_field(form, unbound_field, options)
            field.validators = [refuse_oversized, *field.validators]
            return field

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            """Read form data and nothing else: neither files nor JSON, whose values are no texts."""
            return formdata if formdata is None or isinstance(formdata, MultiDict) else request.form or None

        def get_translations(self, _form: Any) -> FormMessages:
            """Return the catalogue that replaces WTForms' own messages."""
            return FormMessages()


class QueryStringForm(Form):
    """A form whose answers stand in the query string: it changes nothing, so it needs no CSRF token."""

    class Meta:
        """Without a CSRF token."""

        csrf = False

    def __init__(self, **kwargs: Any) -> None:
        """Read the query string, if there is one."""
        super().__init__(request.args or None, **kwargs)
