"""Choosing days, a place, a room and meetings in the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from mal.bookings.labels import ACTIVITIES, AUDIENCES
from mal.calendars.filters import Narrowing
from mal.calendars.programme import Room, Site
from mal.shared.fields import CHOICE_MESSAGES, DayField, choices_from
from mal.shared.forms import QueryStringForm


class PlaceForm(QueryStringForm):
    """One place or all; sent in the address, so without a token."""

    miejsce = SelectField(_l("Place"), validate_choice=False)

    def __init__(self, sites: Sequence[Site], **kwargs: Any) -> None:
        """Offer the places and read the address."""
        super().__init__(**kwargs)
        self.sites = sites
        everywhere = SelectChoice("", _l("All places"))
        self.miejsce.choices = [everywhere, *(SelectChoice(site.slug, site.name) for site in sites)]
        self.offer_more()
        for field in self:
            if isinstance(field, SelectField) and field.data is None:
                field.data = ""
        self.is_good = self.validate()

    def offer_more(self) -> None:
        """Offer what else there is to choose, before it is read."""

    def validate_miejsce(self, field: SelectField) -> None:
        """Refuse a place that there is not.

        Raises ValidationError.
        """
        if field.data and field.data not in {site.slug for site in self.sites}:
            raise ValidationError(_l("There is no such place. Choose one from the list."))

    def place(self) -> str:
        """Give the wanted place, or nothing for all."""
        return chosen(self.miejsce)


class CalendarForm(PlaceForm):
    """Any day of the wanted window; a room; for whom and what kind."""

    od = DayField(_l("Day"), [Optional()])
    sala = SelectField(_l("Room"), validate_choice=False)
    dla = SelectField(_l("For whom"), **CHOICE_MESSAGES)
    rodzaj = SelectField(_l("What kind of meeting"), **CHOICE_MESSAGES)

    def __init__(self, rooms: Sequence[Room], sites: Sequence[Site], **kwargs: Any) -> None:
        """Offer the rooms, too."""
        self.rooms = rooms
        super().__init__(sites, **kwargs)

    def offer_more(self) -> None:
        """Offer the rooms of the wanted place, and the dictionaries."""
        known = {site.slug for site in self.sites}
        place = self.miejsce.data if self.miejsce.data in known else ""
        here = [room for room in self.rooms if place in ("", room.site.slug)]
        names = (SelectChoice(str(room.id), room.name, optgroup=room.site.name) for room in here)
        self.sala.choices = [SelectChoice("", _l("All rooms")), *names]
        self.dla.choices = [SelectChoice("", _l("no matter")), *choices_from(AUDIENCES)]
        self.rodzaj.choices = [SelectChoice("", _l("no matter")), *choices_from(ACTIVITIES)]

    def validate_sala(self, field: SelectField) -> None:
        """Refuse a room that there is not, or not at this place.

        Raises ValidationError.
        """
        if field.data and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_l("There is no such room at this place. Choose one from the list."))

    def day(self, today: date) -> date:
        """Give the wanted day, or today where none can be read."""
        return today if self.od.errors or self.od.data is None else self.od.data

    def narrowing(self) -> Narrowing:
        """Give what was chosen, as far as it can be read."""
        room = chosen(self.sala)
        return Narrowing(
            place=self.place(),
            room_id=int(room) if room else None,
            audience=chosen(self.dla),
            activity=chosen(self.rodzaj),
        )

    def in_words(self) -> list[str]:
        """Say what was chosen."""
        fields = (self.miejsce, self.sala, self.dla, self.rodzaj)
        return [label_of(field) for field in fields if chosen(field)]

    def filters(self) -> dict[str, Any]:
        """Give what was chosen as it stands in the address."""
        fields = (self.miejsce, self.sala, self.dla, self.rodzaj)
        return {field.name: chosen(field) for field in fields if chosen(field)}

    @property
    def shows_more(self) -> bool:
        """Tell whether more than a place was chosen, or could not be read."""
        more = (self.od, self.sala, self.dla, self.rodzaj)
        return any(field.errors for field in more) or any(chosen(field) for field in more[1:])


def chosen(field: SelectField) -> str:
    """Give the answer of a list, or nothing where it can't be read."""
    return "" if field.errors else str(field.data or "")


def label_of(field: SelectField) -> str:
    """Give the words of the answer that was chosen."""
    return next(str(choice.label) for choice in field.choices if choice.value == field.data)
