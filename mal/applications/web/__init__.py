"""Pages of a group: asking for a room, following what became of it."""

from flask import Blueprint

from mal.applications.labels import REFUSAL_EXPLANATIONS, REFUSALS, STATES
from mal.bookings.labels import ACTIVITIES, AUDIENCES, DATE_STATES, VISIBILITIES

blueprint = Blueprint("applications", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Let the pages put codes into words."""
    return {
        "state_words": STATES,
        "refusals": REFUSALS,
        "refusal_explanations": REFUSAL_EXPLANATIONS,
        "date_states": DATE_STATES,
        "activities": ACTIVITIES,
        "audiences": AUDIENCES,
        "visibilities": VISIBILITIES,
    }


# They hang their pages on the blueprint.

# They hang their pages on the blueprint.
from mal.applications.web import drafts, group  # noqa: E402, F401
from mal.applications.web.wizard import choosing, details  # noqa: E402, F401
