"""What WTForms says by itself, in the voice of the house: its own Polish has gaps and mistakes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

MESSAGES = {
    "This field is required.": _l("Fill in this field."),
    "Not a valid choice.": _l("Choose one of the answers shown."),
    "Field cannot be longer than %(max)d character.": _l("At most %(max)d characters, please."),
}


class FormMessages:
    """A catalogue for WTForms; a message that is not in it becomes a request to look at the field again."""

    def gettext(self, message: str) -> str:
        """Return our sentence for a message of WTForms."""
        return str(MESSAGES.get(message) or _("Check this field once more."))

    def ngettext(self, singular: str, _plural: str, _number: int) -> str:
        """Return our sentence for a message of WTForms that has a plural."""
        return self.gettext(singular)
