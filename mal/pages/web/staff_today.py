"""The staff's home: what waits, where people meet today, what will be closed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mal.pages.staff_summary import summarise
from mal.people.auth import require_account, staff_required
from mal.places import labels as place_labels
from mal.shared import clock

blueprint = Blueprint("staff_today", __name__, url_prefix="/praca")


@blueprint.get("")
@staff_required
def show() -> ResponseReturnValue:
    """Show the numbers of the day at the sites that this account works at."""
    return render_template(
        "pages/staff_today.html",
        summary=summarise(require_account().scope),
        day=clock.today(),
        place_labels=place_labels,
    )
