"""Forms of a usage card and of the months and sites of a report."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from mal.monitoring.errors import CARD_FAULTS
from mal.monitoring.labels import AGE_BAND_LABELS
from mal.monitoring.usage_card import AGE_BANDS, MAX_HEADCOUNT, MAX_NOTE_LENGTH, CardInput, find_card_faults
from mal.places.models import Site
from mal.shared import clock
from mal.shared.fields import CHOICE_MESSAGES, ParagraphField, WholeNumberField, radio_field, raw_value
from mal.shared.forms import Form, QueryStringForm
from mal.shared.months import add_months, first_of_month, list_months, months_between, parse_month

DEFAULT_MONTHS, MAX_MONTHS = 6, 36


def people_field(label: Any) -> WholeNumberField:
    """Return a field for a number of people."""
    return WholeNumberField(label, most=MAX_HEADCOUNT)


class CardForm(Form):
    """What became of an occurrence; empty age bands are unknown."""

    took_place = radio_field(_l("Did the meeting take place?"), {"yes": _l("Yes"), "no": _l("No")})
    headcount = people_field(_l("How many people came?"))
    age_0_5 = people_field(AGE_BAND_LABELS["age_0_5"])
    age_6_12 = people_field(AGE_BAND_LABELS["age_6_12"])
    age_13_17 = people_field(AGE_BAND_LABELS["age_13_17"])
    age_18_59 = people_field(AGE_BAND_LABELS["age_18_59"])
    age_60_plus = people_field(AGE_BAND_LABELS["age_60_plus"])
    note = ParagraphField(_l("A sentence about the meeting"), [Optional()], most=MAX_NOTE_LENGTH)

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the fields, then the card as a whole."""
        if not super().validate(extra_validators):
            return False
        faults = find_card_faults(self.card())
        for name, fault in faults.items():
            self[name].errors = [CARD_FAULTS[fault]]
        return not faults

    def card(self) -> CardInput:
        """Return the submitted values."""
        numbers = {band: self[band].data for band in AGE_BANDS}
        bands = {band: number for band, number in numbers.items() if number is not None}
        return CardInput(self.took_place.data == "yes", self.headcount.data or 0, bands, self.note.data or "")


def card_form_data(card: CardInput) -> dict[str, object]:
    """Return the data with which the form shows a card."""
    answer = "yes" if card.took_place else "no"
    headcount = card.headcount if card.took_place else None
    return {"took_place": answer, "headcount": headcount, "note": card.note, **card.bands}


class MonthInput(TextInput):
    """A month picker in browsers that have one, a text field in others."""

    input_type = "month"


class MonthField(StringField):
    """A month, named by its first day; None if the field is empty."""

    widget = MonthInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the month.

        Raises ValueError with a sentence that shows how to write it.
        """
        text = valuelist[0].strip() if valuelist else ""
        self.data = parse_month(text) if text else None
        if text and self.data is None:
            raise ValueError(_("Type a month, for example 2027-03."))

    def _value(self) -> str:
        text = raw_value(self)
        return text if text or self.data is None else f"{self.data:%Y-%m}"


class ReportForm(QueryStringForm):
    """The months and the site of a report; the names of the fields are those of the query string."""

    od = MonthField(_l("From month"))
    do = MonthField(_l("To month"))
    miejsce = SelectField(_l("Place"), default="", **CHOICE_MESSAGES)

    def __init__(self, sites: Sequence[Site]) -> None:
        """Offer the sites whose figures the reader may see."""
        super().__init__()
        self.sites = sites
        everything = SelectChoice("", _l("All places"))
        self.miejsce.choices = [everything, *(SelectChoice(site.slug, site.name) for site in sites)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the fields, then the order and the number of the months."""
        if not super().validate(extra_validators):
            return False
        first, last = self.first_and_last()
        if first > last:
            self.do.errors = [_("The last month comes before the first. Swap them.")]
        elif months_between(first, last) >= MAX_MONTHS:
            self.do.errors = [_("At most %(most)d months at once, please.", most=MAX_MONTHS)]
        return not self.do.errors

    def first_and_last(self) -> tuple[date, date]:
        """Return the first and the last month; a missing end is set so that half a year is shown."""
        this_month = first_of_month(clock.today())
        if self.od.data is None:
            last = self.do.data or this_month
            return add_months(last, 1 - DEFAULT_MONTHS), last
        return self.od.data, self.do.data or max(self.od.data, this_month)

    def months(self) -> list[date]:
        """Return the months to show and set the fields to them; the last half-year if the form is invalid."""
        if self.errors:
            this_month = first_of_month(clock.today())
            return list_months(add_months(this_month, 1 - DEFAULT_MONTHS), this_month)
        self.od.data, self.do.data = self.first_and_last()
        return list_months(self.od.data, self.do.data)

    def selected_sites(self) -> list[Site]:
        """Return the selected site, or all sites if none is selected or the form is invalid."""
        slug = None if self.errors else self.miejsce.data
        return [site for site in self.sites if not slug or site.slug == slug]
