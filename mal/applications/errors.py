"""What rules of applications say when they are broken: sentences for the reader, lazily translated."""

from flask_babel import lazy_gettext as _l

from mal.shared.errors import RuleBroken


class AlreadyDecided(RuleBroken):
    """Someone else has taken a step in the meantime."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("Someone has already answered this application. See what it says now."))


class NothingChosen(RuleBroken):
    """A step about dates without any date."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("Choose at least one date."))


class WantedByOthers(RuleBroken):
    """Someone else asks for the same time, so it is not given in passing."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("Someone else asks for the same time. Look at both before you answer."))
