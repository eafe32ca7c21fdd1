"""Names of the states of a letter."""

from flask_babel import lazy_gettext as _l

from mal.notifications.models import LetterState

# The label and the tone of its badge.
LETTER_STATES = {
    LetterState.WAITING: (_l("waiting to be sent"), "waiting"),
    LetterState.FAILED: (_l("not delivered"), "bad"),
    LetterState.SENT: (_l("sent"), "good"),
}
