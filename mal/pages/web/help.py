"""Help for leaders, visitors and staff, with pictures of the steps."""

from typing import Any

from flask import Blueprint, render_template

from mal.applications.drafts import KEPT_FOR
from mal.calendars.kept import whole_for_strangers
from mal.pages.help_pictures import get_picture
from mal.places.queries import list_sites
from mal.regulations.queries import get_policy
from mal.shared import clock

blueprint = Blueprint("help", __name__, url_prefix="/pomoc")


@blueprint.get("")
@whole_for_strangers
def index() -> str:
    """Show the three guides to choose from."""
    return render_template("pages/help.html", sites=list_sites())


@blueprint.get("/jak-poprosic-o-sale")
@whole_for_strangers
def asking() -> str:
    """Show the guide for leaders: applying, waiting, changing, the usage card, applying again."""
    return render_template("pages/help_asking.html", **guide_context())


@blueprint.get("/co-sie-dzieje")
@whole_for_strangers
def visiting() -> str:
    """Show the guide for visitors: the programme, calendar feeds, how to get in."""
    return render_template("pages/help_visiting.html", **guide_context())


@blueprint.get("/dla-pracownika")
@whole_for_strangers
def working() -> str:
    """Show the guide for staff: queue, decisions, phone bookings, closures, day sheet, report."""
    return render_template("pages/help_working.html", **guide_context())


def guide_context() -> dict[str, Any]:
    """Return what the templates of the guides share: sites, pictures and the numbers in force."""
    return {
        "sites": list_sites(),
        "picture": get_picture,
        "policy": get_policy(clock.today()),
        "draft_days": KEPT_FOR.days,
    }
