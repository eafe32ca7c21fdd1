"""Choosing a week and a place in the address."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from mal.calendars.programme import Site
from mal.shared.forms import AddressForm, DayField


class WindowForm(AddressForm):
    """Any day of the wanted week, and one place or all; sent in the address, so without a token."""

    od = DayField(_l("Week with this day"), [Optional()])
    miejsce = SelectField(_l("Place"), validate_choice=False)

    def __init__(self, sites: list[Site], **kwargs: Any) -> None:
        """Offer the places and read the address."""
        super().__init__(**kwargs)
        self.sites = sites
        everywhere = SelectChoice("", _l("All places"))
        self.miejsce.choices = [everywhere, *(SelectChoice(site.slug, site.name) for site in sites)]
        if self.miejsce.data is None:
            self.miejsce.data = ""
        self.is_good = self.validate()

    def validate_miejsce(self, field: SelectField) -> None:
        """Refuse a place that there is not.

        Raises ValidationError.
        """
        if field.data and field.data not in {site.slug for site in self.sites}:
            raise ValidationError(_l("There is no such place. Choose one from the list."))

    def day(self, today: date) -> date:
        """Give the wanted day, or today where none can be read."""
        return today if self.od.errors or self.od.data is None else self.od.data

    def place(self) -> str:
        """Give the wanted place, or nothing for all."""
        return "" if self.miejsce.errors else str(self.miejsce.data or "")
