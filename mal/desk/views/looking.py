"""What staff look at: the day, and the sheet on the door."""

from datetime import timedelta

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from mal.desk import access, queries, words
from mal.desk.forms.choosing import DayForm
from mal.desk.views import blueprint
from mal.people.signin import account_here, staff_only
from mal.places import queries as places
from mal.shared import clock
from mal.shared.web import found


@blueprint.get("")
@staff_only
def today() -> ResponseReturnValue:
    """Show what waits, where people meet today, what will be closed."""
    numbers = queries.today(account_here().scope)
    return render_template("desk/today.html", today=numbers, day=clock.today(), words=words)


@blueprint.get("/dzien/<slug:site_slug>")
@staff_only
def day_sheet(site_slug: str) -> ResponseReturnValue:
    """Show who meets at a site on a day, and what they need."""
    site = found(places.site_by_slug(site_slug))
    if not access.may_see_site(account_here(), site.id):
        abort(403)
    form = DayForm()
    fine = form.validate()
    day = (form.day.data if fine else None) or clock.today()
    step = timedelta(days=1)
    page = render_template(
        "desk/day_sheet.html",
        sheet=queries.day_sheet(site, day),
        form=form,
        before=day - step,
        after=day + step,
        words=words,
    )
    return page, 200 if fine else 422
