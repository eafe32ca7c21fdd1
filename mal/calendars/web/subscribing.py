"""Calendars for telephones: the public feeds, and the secret one of a group."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Response, abort, current_app, render_template, request, url_for

from mal.calendars import queries, service
from mal.calendars.access import may_hold_address
from mal.calendars.boards import rooms_in_use, sites_of
from mal.calendars.feeds import EXTENSION, Feeds
from mal.calendars.web import blueprint
from mal.people import queries as people
from mal.people.auth import require_account, sign_in_required
from mal.shared.web import get_or_404


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a feed in the ways that programs take it."""

    name: str
    https: str

    @property
    def webcal(self) -> str:
        """Give the address that opens the telephone's own calendar."""
        return "webcal://" + self.https.partition("://")[2]

    @property
    def google(self) -> str:
        """Give the page on which Google adds a calendar."""
        return "https://calendar.google.com/calendar/r?cid=" + quote(self.webcal, safe="")


@blueprint.get("/kalendarz.ics")
@blueprint.get("/kalendarz/<slug:site_slug>.ics")
@blueprint.get("/kalendarz/<slug:site_slug>/<slug:room_slug>.ics")
@blueprint.get("/moj-kalendarz/<token>.ics")
def feed(**_: str) -> Response:
    """Give a feed; on the way here the layer in front of Flask has answered already, with the same answer."""
    feeds: Feeds = current_app.extensions[EXTENSION]
    answer = get_or_404(feeds.answer(request.path, request.environ))
    return Response(answer.body, answer.status, answer.headers)


@blueprint.get("/kalendarz/subskrypcja")
def subscribe() -> Any:
    """List the feeds, and say how to add one."""
    rooms = rooms_in_use()
    by_site = {
        site: (
            Link(site.name, address(site_slug=site.slug)),
            [
                Link(room.name, address(site_slug=site.slug, room_slug=room.slug))
                for room in rooms
                if room.site == site
            ],
        )
        for site in sites_of(rooms)
    }
    return render_template("calendars/subscribe.html", everything=Link("", address()), by_site=by_site)


@blueprint.route("/grupy/<id:group_id>/kalendarz", methods=["GET", "POST"])
@sign_in_required
def group_feed(group_id: int) -> Any:
    """Make the secret address of a group's own calendar, or replace it; it is shown this once."""
    account = require_account()
    group = get_or_404(people.get_group(group_id))
    if not may_hold_address(account, group):
        abort(403)
    link = None
    if request.method == "POST":
        link = Link(group.name, address(token=service.replace_address(group, by=account)))
    return render_template(
        "calendars/group_feed.html", group=group, key=queries.current_key(group.id), link=link
    )


def address(**names: Any) -> str:
    """Give the whole address of a feed: by the name that the site is known under, where it is set."""
    base = current_app.extensions["mal.config"].public_url or request.host_url.rstrip("/")
    return f"{base}{url_for('calendars.feed', **names)}"
