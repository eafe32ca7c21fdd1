"""Pages of the staff: what waits, decisions, bookings for people on the phone, closures, the day sheet."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/praca")

from mal.desk.views import answering, behalf, closing, looking, queueing  # noqa: E402, F401 - they hang their pages on it
