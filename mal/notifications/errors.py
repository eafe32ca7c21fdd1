"""Rules about letters that a request can break."""

from flask_babel import lazy_gettext as _l

from mal.shared.errors import RuleBroken


class LetterNotFailed(RuleBroken):
    """Only a letter that failed can be retried by hand."""

    def __init__(self) -> None:
        """Set the sentence for the reader."""
        super().__init__(_l("This letter has been sent or is on its way already."))
