"""Closures: the meetings that one would cancel are shown before anything is shut.

The pages stand with applications, not with bookings, because they name the waiting applications that ask for the
same time.
"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mal.applications import staff_labels
from mal.applications.review import list_waiting_in_closure
from mal.applications.web import staff_presenters
from mal.applications.web.closure_form import ClosureForm
from mal.bookings import access
from mal.bookings.closures import (
    ClosurePlan,
    create_closure,
    list_affected_occurrences,
    list_overlapping_closures,
    plan_closure,
    reopen_closure,
)
from mal.bookings.errors import ClosureHitsBookings, ResourceTaken
from mal.people.auth import require_account, staff_required
from mal.places import labels as place_labels
from mal.places import queries as places
from mal.places.labels import closure_period, closure_place
from mal.shared import clock
from mal.shared.web import get_or_404, run_and_flash, run_or_rollback

blueprint = Blueprint("closures", __name__, url_prefix="/praca")


def form_here() -> ClosureForm:
    """Make the form with the places that this person may shut."""
    account = require_account()
    own = account.scope
    form = ClosureForm()
    sites = [site for site in places.list_sites() if own is None or site.id in own]
    form.offer(account, sites, [room for room in places.list_rooms() if own is None or room.site_id in own])
    return form


def show(form: ClosureForm, status: int = 200, **more: Any) -> ResponseReturnValue:
    """Show the form with all that was typed, and whom it hits where that is known."""
    known: dict[str, Any] = {"form": form, "hit": [], "waiting": [], "place_labels": place_labels}
    return render_template("applications/closure_form.html", **(known | more)), status


@blueprint.get("/zamkniecia")
@staff_required
def index() -> ResponseReturnValue:
    """List what is closed, what will be, and what was lately."""
    now = clock.now()
    account = require_account()
    coming, gone = places.list_upcoming_closures(now), places.list_past_closures(now)
    return render_template(
        "applications/closures.html",
        coming=[(each, access.may_reopen(account, each)) for each in coming],
        gone=gone,
        place_labels=place_labels,
    )


@blueprint.get("/zamkniecia/nowe")
@staff_required
def new() -> ResponseReturnValue:
    """Show the empty form."""
    return show(form_here())


@blueprint.post("/zamkniecia/nowe")
@staff_required
def create() -> ResponseReturnValue:
    """Shut a place; meetings that are hit are shown first and given up only when staff say so."""
    form = form_here()
    if not form.validate():
        return show(form, 422)
    plan = plan_closure(form.where.data, form.span(), form.reason.data)
    seen = form.accepted_ids()
    try:
        run_or_rollback(lambda: create_closure(plan, by=require_account(), accepted=seen))
    except ClosureHitsBookings:
        return ask(form, seen)
    except ResourceTaken:
        form.first.errors = [already_shut(plan)]
        return show(form, 409)
    flash(staff_labels.closed(len(list_waiting_in_closure(plan))), "success")
    return redirect(url_for(".index"), 303)


def ask(form: ClosureForm, seen: set[int]) -> ResponseReturnValue:
    """Show whom a closure hits; what was read before the deed was undone is read again."""
    plan = plan_closure(form.where.data, form.span(), form.reason.data)
    hit = list_affected_occurrences(plan)
    form.accepted.data = ",".join(str(occurrence.id) for occurrence in hit)
    called_off = staff_presenters.hit_rows(hit, seen)
    groups = {row.booking.group_id for row in called_off}
    return show(
        form, 409, hit=hit, rows=called_off, groups=len(groups), waiting=list_waiting_in_closure(plan)
    )


def already_shut(plan: ClosurePlan) -> str:
    """Say which closure lies there already."""
    there = list_overlapping_closures(plan)
    if not there:
        return _("Something else is entered at that time. Choose another.")
    return _(
        "Already closed then: %(place)s, %(time)s (%(why)s).",
        place=closure_place(there[0]),
        time=closure_period(there[0]),
        why=there[0].reason,
    )


@blueprint.post("/zamkniecia/<id:closure_id>/otworz")
@staff_required
def reopen(closure_id: int) -> ResponseReturnValue:
    """Open again what was closed."""
    closure = get_or_404(places.get_closure(closure_id))
    if not access.may_reopen(require_account(), closure):
        abort(403)
    run_and_flash(lambda: reopen_closure(closure), _("Open again. Meetings that were called off stay off."))
    return redirect(url_for(".index"), 303)
