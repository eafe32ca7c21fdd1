"""Pages of a group: asking for a room, following what became of it."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__)

from mal.applications.views import asking, following  # noqa: E402, F401 - they hang their pages on the blueprint
