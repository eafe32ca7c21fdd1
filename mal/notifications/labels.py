"""Where a letter is, in words."""

from flask_babel import lazy_gettext as _l

from mal.notifications.models import LetterState

# The word and its tone.
LETTER_STATES = {
    LetterState.WAITING: (_l("waiting to be sent"), "waiting"),
    LetterState.FAILED: (_l("not delivered"), "bad"),
    LetterState.SENT: (_l("sent"), "good"),
}
