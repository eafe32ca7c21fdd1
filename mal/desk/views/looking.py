"""What staff look at: the day, and the sheet on the door."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mal.desk import access, labels
from mal.desk.forms.choosing import DayForm
from mal.desk.forms.counting import counting_form
from mal.desk.queries import looking as queries
from mal.desk.queries.deciding import sites_of
from mal.desk.queries.looking import DaySheet
from mal.desk.views import blueprint
from mal.monitoring import service as monitoring
from mal.people.auth import require_account, staff_required
from mal.places import queries as places
from mal.places.models import Site
from mal.shared import clock
from mal.shared.errors import RuleBroken
from mal.shared.web import get_or_404, run_or_rollback


@blueprint.get("")
@staff_required
def today() -> ResponseReturnValue:
    """Show what waits, where people meet today, what will be closed."""
    numbers = queries.today(require_account().scope)
    return render_template("desk/today.html", today=numbers, day=clock.today(), words=labels)


def site_here(slug: str) -> Site:
    """Find the site and make sure that this person works there."""
    site: Site = get_or_404(places.get_site_by_slug(slug))
    if not access.may_see_site(require_account(), site.id):
        abort(403)
    return site


def show_sheet(sheet: DaySheet, form: DayForm, status: int, **more: Any) -> ResponseReturnValue:
    """Show the sheet of a day with a field for each number that is missing."""
    step = timedelta(days=1)
    known: dict[str, Any] = {"counting": counting_form(sheet.lines, formdata=None), "broken": None}
    page = render_template(
        "desk/day_sheet.html",
        sheet=sheet,
        sites=sites_of(require_account().scope),
        today=clock.today(),
        form=form,
        before=sheet.day - step,
        after=sheet.day + step,
        words=labels,
        **(known | more),
    )
    return page, status


@blueprint.get("/dzien/<slug:site_slug>")
@staff_required
def day_sheet(site_slug: str) -> ResponseReturnValue:
    """Show who meets at a site on a day, and what they need."""
    site = site_here(site_slug)
    form = DayForm()
    fine = form.validate()
    day = (form.day.data if fine else None) or clock.today()
    if fine:
        form.day.data = day
    return show_sheet(queries.day_sheet(site, day), form, 200 if fine else 422)


@blueprint.post("/dzien/<slug:site_slug>")
@staff_required
def count_day(site_slug: str) -> ResponseReturnValue:
    """Keep how many people came to the meetings of a day."""
    site = site_here(site_slug)
    form = DayForm()
    if not form.validate() or form.day.data is None:
        abort(404)
    sheet = queries.day_sheet(site, form.day.data)
    counting = counting_form(sheet.lines)
    if not counting.validate():
        return show_sheet(sheet, form, 422, counting=counting)
    try:
        filled = run_or_rollback(
            lambda: monitoring.record_attendance(counting.counted(), by=require_account())
        )
    except RuleBroken as broken:
        return show_sheet(queries.day_sheet(site_here(site_slug), form.day.data), form, 409, broken=broken)
    flash(labels.counted(filled), "success" if filled else "info")
    return redirect(url_for(".day_sheet", site_slug=site_slug, dzien=form.day.data.isoformat()), 303)
