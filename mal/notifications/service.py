"""What staff do with letters."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from mal.notifications.models import Letter, LetterState
from mal.shared import clock
from mal.shared.errors import RuleBroken


class NotFailed(RuleBroken):
    """Only what has failed can be tried again by hand."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("This letter has been sent or is on its way already."))


def retry_letter(letter: Letter) -> None:
    """Put a failed letter back among the waiting, as if new.

    Raises NotFailed.
    """
    if letter.state is not LetterState.FAILED:
        raise NotFailed
    letter.state = LetterState.WAITING
    letter.attempts = 0
    letter.next_try_at = clock.now()


def retry_letters(letters: Iterable[Letter]) -> int:
    """Put failed letters back among the waiting; give their number."""
    failed = [letter for letter in letters if letter.state is LetterState.FAILED]
    for letter in failed:
        retry_letter(letter)
    return len(failed)
