"""Pages of this capability."""

from flask import Blueprint

from mal.monitoring import models  # noqa: F401 - the tables of this capability

blueprint = Blueprint("monitoring", __name__)
