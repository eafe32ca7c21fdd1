"""Pages of this capability."""

from flask import Blueprint

from mal.applications import models  # noqa: F401 - the tables of this capability

blueprint = Blueprint("applications", __name__)
