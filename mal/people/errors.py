"""Rules about accounts and groups that a request can break."""

from flask_babel import lazy_gettext as _l

from mal.shared.errors import RuleBroken


class EmailTaken(RuleBroken):
    """An account with this e-mail address exists already."""

    def __init__(self) -> None:
        """Set the sentence for the reader; it does not confirm whose address it is."""
        super().__init__(_l("This address cannot be used. If it is yours, sign in."))
