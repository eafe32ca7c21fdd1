"""What staff do with letters that could not be delivered."""

from collections.abc import Iterable

from mal.notifications.errors import LetterNotFailed
from mal.notifications.models import Letter, LetterState
from mal.shared import clock


def retry_letter(letter: Letter) -> None:
    """Queue a failed letter again, with its attempts counted from zero.

    Raises LetterNotFailed if it is waiting or has been sent.
    """
    if letter.state is not LetterState.FAILED:
        raise LetterNotFailed
    letter.state = LetterState.WAITING
    letter.attempts = 0
    letter.next_try_at = clock.now()


def retry_letters(letters: Iterable[Letter]) -> int:
    """Queue the failed ones of some letters again and return their number."""
    failed = [letter for letter in letters if letter.state is LetterState.FAILED]
    for letter in failed:
        retry_letter(letter)
    return len(failed)
