"""The sheet of a day that staff print and fill in; it stands here because it shows and writes usage cards."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mal.monitoring import labels, service
from mal.monitoring.day_sheet import DaySheet, build_day_sheet
from mal.monitoring.web.day_sheet_forms import DayForm, build_attendance_form
from mal.people.auth import require_account, staff_required
from mal.places import labels as place_labels
from mal.places import queries as places
from mal.places.models import Site
from mal.shared import clock
from mal.shared.errors import RuleBroken
from mal.shared.web import get_or_404, run_or_rollback

blueprint = Blueprint("day_sheet", __name__, url_prefix="/praca")


def get_site_or_403(slug: str) -> Site:
    """Load a site; answers 404 where there is none, 403 where this account does not work."""
    site: Site = get_or_404(places.get_site_by_slug(slug))
    if not require_account().works_at(site.id):
        abort(403)
    return site


def render_sheet(sheet: DaySheet, form: DayForm, status: int, **context: Any) -> ResponseReturnValue:
    """Render the sheet with a field for each number that is missing."""
    step = timedelta(days=1)
    defaults: dict[str, Any] = {
        "attendance": build_attendance_form(sheet.rows, formdata=None),
        "broken": None,
    }
    page = render_template(
        "monitoring/day_sheet.html",
        sheet=sheet,
        sites=places.list_sites(require_account().scope),
        today=clock.today(),
        form=form,
        before=sheet.day - step,
        after=sheet.day + step,
        place_labels=place_labels,
        **(defaults | context),
    )
    return page, status


@blueprint.get("/dzien/<slug:site_slug>")
@staff_required
def show(site_slug: str) -> ResponseReturnValue:
    """Show who meets at a site on a day, and what they need."""
    site = get_site_or_403(site_slug)
    form = DayForm()
    is_valid = form.validate()
    day = (form.day.data if is_valid else None) or clock.today()
    if is_valid:
        form.day.data = day
    return render_sheet(build_day_sheet(site, day), form, 200 if is_valid else 422)


@blueprint.post("/dzien/<slug:site_slug>")
@staff_required
def record_attendance(site_slug: str) -> ResponseReturnValue:
    """Record how many people came to the meetings of a day."""
    site = get_site_or_403(site_slug)
    form = DayForm()
    if not form.validate() or form.day.data is None:
        abort(404)
    day = form.day.data
    sheet = build_day_sheet(site, day)
    attendance = build_attendance_form(sheet.rows)
    if not attendance.validate():
        return render_sheet(sheet, form, 422, attendance=attendance)
    try:
        recorded = run_or_rollback(
            lambda: service.record_attendance(attendance.headcounts(), by=require_account())
        )
    except RuleBroken as broken:
        return render_sheet(build_day_sheet(get_site_or_403(site_slug), day), form, 409, broken=broken)
    flash(labels.attendance_saved(recorded), "success" if recorded else "info")
    return redirect(url_for(".show", site_slug=site_slug, dzien=day.isoformat()), 303)
