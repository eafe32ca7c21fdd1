"""Number fields take whole numbers in ASCII digits between their bounds, and nothing else."""

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from mal.shared.fields import WholeNumberField
from mal.shared.forms import Form

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


class NumberForm(Form):
    class Meta(Form.Meta):
        csrf = False

    people = WholeNumberField("People", least=1, most=40)
    hours = WholeNumberField("Hours", [InputRequired("Required.")], least=-5, most=24)


def submit(app: Flask, **values: str) -> NumberForm:
    with app.test_request_context(), force_locale("en"):
        form = NumberForm(MultiDict({"hours": "2", **values}))
        form.validate()
    return form


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("40", 40), (" 7 ", 7), ("007", 7), ("", None)])
def test_a_number_within_the_bounds_is_taken_and_an_empty_field_has_none(
    app: Flask, text: str, number: int | None
) -> None:
    form = submit(app, people=text)
    assert (form.people.data, form.errors) == (number, {})


@pytest.mark.parametrize("text", ["0", "41", "-1", "2.5", "1_0", "٣", "dużo", "--1", "9" * 40])
def test_anything_else_shows_the_bounds_once_and_leaves_no_value(app: Flask, text: str) -> None:
    form = submit(app, people=text)
    assert form.errors == {"people": ["Type a whole number from 1 to 40."]}
    assert form.people.data is None
    with app.test_request_context(), force_locale("en"):
        assert f'value="{text}"' in str(form.people())


def test_a_lower_bound_may_be_negative(app: Flask) -> None:
    assert submit(app, hours="-5").hours.data == -5
    assert "hours" in submit(app, hours="-6").errors


def test_a_required_number_that_is_missing_has_one_error(app: Flask) -> None:
    assert submit(app, hours="").errors == {"hours": ["Required."]}


def test_the_bounds_are_attributes_of_the_input(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert 'max="40" min="1"' in str(NumberForm(MultiDict()).people())
