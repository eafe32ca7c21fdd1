"""Pages of this capability."""

from flask import Blueprint, Response, current_app, request

from mal.calendars import models  # noqa: F401 - the tables of this capability
from mal.calendars.feeds import EXTENSION, Feeds
from mal.shared.web import found

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/kalendarz.ics")
@blueprint.get("/kalendarz/<slug:site_slug>.ics")
@blueprint.get("/kalendarz/<slug:site_slug>/<slug:room_slug>.ics")
@blueprint.get("/moj-kalendarz/<token>.ics")
def feed(**_: str) -> Response:
    """Give a feed; on the way here the layer in front of Flask has answered already, with the same answer."""
    feeds: Feeds = current_app.extensions[EXTENSION]
    answer = found(feeds.answer(request.path, request.environ))
    return Response(answer.body, answer.status, answer.headers)
