"""Pages of this capability."""

from flask import Blueprint

from mal.calendars import models  # noqa: F401 - the tables of this capability

blueprint = Blueprint("calendars", __name__)
