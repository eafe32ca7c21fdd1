"""Pages of this capability."""

from flask import Blueprint

from mal.notifications import models  # noqa: F401 - the tables of this capability

blueprint = Blueprint("notifications", __name__)
