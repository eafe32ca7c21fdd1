"""Help in plain words for each of the three people, with pictures of the steps."""

from typing import Any

from flask import render_template

from mal.applications.drafts import KEPT_FOR
from mal.calendars.kept import whole_for_strangers
from mal.pages.pictures import picture
from mal.pages.web import blueprint
from mal.places.queries import list_sites
from mal.regulations.queries import get_policy
from mal.shared import clock


@blueprint.get("/pomoc")
@whole_for_strangers
def help() -> Any:  # noqa: A001 - the page is called so
    """Ask who needs help, and with what."""
    return render_template("pages/help.html", sites=list_sites())


@blueprint.get("/pomoc/jak-poprosic-o-sale")
@whole_for_strangers
def help_asking() -> Any:
    """Help a leader: asking, waiting, changing, the card, next time."""
    return render_template("pages/help_asking.html", **guide())


@blueprint.get("/pomoc/co-sie-dzieje")
@whole_for_strangers
def help_visiting() -> Any:
    """Help a resident: what is on, calendars, getting in."""
    return render_template("pages/help_visiting.html", **guide())


@blueprint.get("/pomoc/dla-pracownika")
@whole_for_strangers
def help_working() -> Any:
    """Help the staff: the queue, decisions, bookings by phone, closures, the day sheet, the report."""
    return render_template("pages/help_working.html", **guide())


def guide() -> dict[str, Any]:
    """Give a guide its pictures and the numbers of the rules in force."""
    return {
        "sites": list_sites(),
        "picture": picture,
        "policy": get_policy(clock.today()),
        "draft_days": KEPT_FOR.days,
    }
