"""The usage card and the choice of a report as they are filled in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from mal.monitoring.labels import AGE_BANDS
from mal.monitoring.service import FAULTS
from mal.monitoring.usage_card import BANDS, LONGEST_NOTE, MOST_PEOPLE, Card, faults
from mal.places.models import Site
from mal.shared import clock
from mal.shared.forms import (
    CHOICE_WORDS,
    Form,
    ParagraphField,
    QueryStringForm,
    WholeNumberField,
    radio_field,
    raw_value,
)
from mal.shared.months import add_months, first_of_month, list_months, months_between, parse_month

MONTHS_SHOWN, MOST_MONTHS = 6, 36


def people(label: Any) -> WholeNumberField:
    """Ask for a number of people."""
    return WholeNumberField(label, most=MOST_PEOPLE)


class CardForm(Form):
    """What became of a meeting."""

    took_place = radio_field(_l("Did the meeting take place?"), {"yes": _l("Yes"), "no": _l("No")})
    headcount = people(_l("How many people came?"))
    age_0_5 = people(AGE_BANDS["age_0_5"])
    age_6_12 = people(AGE_BANDS["age_6_12"])
    age_13_17 = people(AGE_BANDS["age_13_17"])
    age_18_59 = people(AGE_BANDS["age_18_59"])
    age_60_plus = people(AGE_BANDS["age_60_plus"])
    note = ParagraphField(_l("A sentence about the meeting"), [Optional()], most=LONGEST_NOTE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask the rule of cards once every field by itself is good."""
        if not super().validate(extra_validators):
            return False
        found = faults(self.card())
        for name, fault in found.items():
            self[name].errors = [FAULTS[fault]]
        return not found

    def card(self) -> Card:
        """Give what was filled in."""
        counted = {band: self[band].data for band in BANDS}
        bands = {band: number for band, number in counted.items() if number is not None}
        return Card(self.took_place.data == "yes", self.headcount.data or 0, bands, self.note.data or "")


def as_typed(card: Card | None) -> dict[str, object]:
    """Give a card as the form shows it."""
    if card is None:
        return {}
    answer = "yes" if card.took_place else "no"
    headcount = card.headcount if card.took_place else None
    return {"took_place": answer, "headcount": headcount, "note": card.note, **card.bands}


class MonthInput(TextInput):
    """A month picker where the browser has one, a text elsewhere."""

    input_type = "month"


class MonthField(StringField):
    """A month, named by its first day; nothing where nothing was typed."""

    widget = MonthInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

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
    """Which months and places to look at."""

    od = MonthField(_l("From month"))
    do = MonthField(_l("To month"))
    miejsce = SelectField(_l("Place"), default="", **CHOICE_WORDS)

    def __init__(self, sites: Sequence[Site]) -> None:
        """Offer the places that the reader may look at, and the last half-year."""
        super().__init__()
        self.sites = sites
        everything = SelectChoice("", _l("All places"))
        self.miejsce.choices = [everything, *(SelectChoice(site.slug, site.name) for site in sites)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Take months in their order, and not too many."""
        if not super().validate(extra_validators):
            return False
        first, last = self.first_and_last()
        if first > last:
            self.do.errors = [_("The last month comes before the first. Swap them.")]
        elif months_between(first, last) >= MOST_MONTHS:
            self.do.errors = [_("At most %(most)d months at once, please.", most=MOST_MONTHS)]
        return not self.do.errors

    def first_and_last(self) -> tuple[date, date]:
        """Give the months asked for; what is left open is filled so that half a year is seen."""
        this_month = first_of_month(clock.today())
        if self.od.data is None:
            last = self.do.data or this_month
            return add_months(last, 1 - MONTHS_SHOWN), last
        return self.od.data, self.do.data or max(self.od.data, this_month)

    def months(self) -> list[date]:
        """List the months to show, and show them in the form; the last half-year where it was filled in wrongly."""
        if self.errors:
            this_month = first_of_month(clock.today())
            return list_months(add_months(this_month, 1 - MONTHS_SHOWN), this_month)
        self.od.data, self.do.data = self.first_and_last()
        return list_months(self.od.data, self.do.data)

    def chosen_sites(self) -> list[Site]:
        """List the places to show: all where none or a wrong one was chosen."""
        slug = None if self.errors else self.miejsce.data
        return [site for site in self.sites if not slug or site.slug == slug]
