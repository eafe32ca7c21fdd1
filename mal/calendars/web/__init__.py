"""The calendar: weeks, places, feeds and how to subscribe to them."""

from flask import Blueprint

from mal.calendars import models  # noqa: F401 - the tables of this capability

blueprint = Blueprint("calendars", __name__)

from mal.calendars.web import subscribing, visiting, weeks  # noqa: E402, F401 - they hang their pages on it
