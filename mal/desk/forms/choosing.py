"""What several forms of the desk choose from: boxes in a list, rooms by site, a day."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.fields.choices import SelectChoice

from mal.places.models import Room
from mal.shared.forms import DayField, QueryStringForm


class TickedField(Field):
    """Boxes ticked in a list: what stands in them is read by a function."""

    def __init__(self, label: Any, read: Callable[[str], Any], **kwargs: Any) -> None:
        """Keep how one box is read."""
        super().__init__(label, **kwargs)
        self.read = read

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the boxes.

        Raises ValueError with a sentence where one is none of ours.
        """
        try:
            self.data = [self.read(text) for text in valuelist]
        except ValueError:
            self.data = [None]
        if None in self.data:
            self.data = []
            raise ValueError(_("Choose from the list."))


def room_choices(rooms: Sequence[Room], prefix: str = "") -> list[SelectChoice]:
    """Offer rooms, those of each site together."""
    return [SelectChoice(f"{prefix}{room.id}", room.name, optgroup=room.site.name) for room in rooms]


class DayForm(QueryStringForm):
    """Which day to look at."""

    day = DayField(_l("Day"), name="dzien")
