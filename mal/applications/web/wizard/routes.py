"""Asking for a room in four short pages. All that was chosen stands in the address, so going back loses nothing."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mal.applications import availability_check, queries
from mal.applications.access import leads
from mal.applications.models import Application
from mal.applications.repeat import propose_repeat
from mal.applications.room_search import search_rooms
from mal.applications.web.drafts import sign_in_and_resume
from mal.applications.web.presenters import again_rows, date_rows, other_ways
from mal.applications.web.wizard.details import Details
from mal.applications.web.wizard.forms import CriteriaForm, RequestedDates
from mal.applications.web.wizard.state import (
    chosen_room,
    criteria_from_request,
    kept_fields,
    number_in_address,
    repeated_application,
    room_in_address,
    wizard_query,
)
from mal.people.auth import current_account, redirect_to_sign_in, require_account
from mal.people.queries import list_groups_led_by
from mal.places import queries as places
from mal.shared import clock
from mal.shared.timespan import Timespan
from mal.shared.web import get_or_404

blueprint = Blueprint("wizard", __name__)

# In place of a number: whatever the person's groups asked for last.
LATEST = "ostatnio"


@blueprint.get("/wnioski/nowy")
def new() -> Any:
    """Ask when, how many people and what is needed."""
    if request.args.get("jak") == LATEST or number_in_address("jak") is not None:
        return again() if current_account() is not None else redirect_to_sign_in()
    return first_page(CriteriaForm(places.list_equipment()))


def first_page(form: CriteriaForm, status: int = 200) -> Any:
    """Show the first page, with what is wrong beside each field."""
    account = current_account()
    groups = [] if account is None else list_groups_led_by(account)
    if len(groups) == 1 and form.people.data is None and not request.args.get("osob"):
        form.people.data = max(groups[0].members, 1)
    before = queries.list_by_groups([group.id for group in groups], limit=12) if groups else []
    return render_template(
        "applications/new.html",
        form=form,
        limits=availability_check.current_limits(),
        room=room_in_address(),
        again=again_rows(before),
        address=wizard_query,
    ), status


def again() -> Any:
    """Go straight to the dates of the same meeting as before, or to the rooms where its own is taken."""
    proposal = propose_repeat(application_to_repeat())
    endpoint = "wizard.dates" if proposal.is_free else "wizard.rooms"
    return redirect(url_for(endpoint, **proposal.values), 303)


def application_to_repeat() -> Application:
    """Find the application that is to be repeated."""
    account, number = require_account(), number_in_address("jak")
    if number is None:
        latest = queries.list_by_groups(account.group_ids, limit=1)
        return latest[0] if latest else abort(redirect(url_for("wizard.new"), 303))
    application: Application = get_or_404(queries.get_application(number))
    if not leads(account, application.booking):
        abort(403)
    return application


@blueprint.get("/wnioski/nowy/sale")
def rooms() -> Any:
    """Show the rooms that fit, the best first, with free times close by."""
    form = CriteriaForm(places.list_equipment())
    if not form.validate():
        return first_page(form, 422)
    plan = form.plan()
    everywhere = places.list_rooms()
    judgement = availability_check.AvailabilityCheck(
        everywhere, criteria_from_request(plan), availability_check.enclosing_span(plan.spans)
    )
    offers = search_rooms(judgement, plan.spans, everywhere, wanted=number_in_address("sala"))
    return render_template(
        "applications/rooms.html",
        plan=plan,
        offers=offers,
        address=wizard_query,
        pattern=repeated_application(),
    )


@blueprint.get("/wnioski/nowy/terminy")
def dates() -> Any:
    """Show each date: free, or what stands against it and what is free instead."""
    form = CriteriaForm(places.list_equipment())
    if not form.validate():
        return first_page(form, 422)
    plan, room = form.plan(), chosen_room()
    everywhere = places.list_rooms()
    judgement = availability_check.AvailabilityCheck(
        [room, *(other for other in everywhere if other.id != room.id)],
        criteria_from_request(plan),
        availability_check.enclosing_span(plan.spans),
    )
    verdicts = judgement.verdicts(room, plan.spans)
    return render_template(
        "applications/dates.html",
        form=form,
        plan=plan,
        room=room,
        rows=date_rows(verdicts, room, set(request.args.getlist("termin")) or None, wizard_query),
        ways=other_ways(judgement, verdicts, room, wizard_query),
        pattern=repeated_application(),
        limits=availability_check.current_limits(judgement.policy),
        address=wizard_query,
        kept=kept_fields,
    )


@blueprint.route("/wnioski/nowy/opis", methods=["GET", "POST"])
def details() -> Any:
    """Ask what it is about, show the rules, send."""
    if current_account() is None:
        return redirect_to_sign_in() if request.method == "GET" else sign_in_and_resume()
    wish = CriteriaForm(places.list_equipment())
    if not wish.validate():
        return redirect(wizard_query("wizard.rooms"), 303)
    plan, room = wish.plan(), chosen_room()
    spans = ticked_spans(plan)
    if not spans or (request.method == "GET" and spans[-1].start <= clock.now()):
        flash(_("These days are over. Choose others.") if spans else _("Choose at least one date."), "error")
        return redirect(wizard_query("wizard.dates"), 303)
    groups = list_groups_led_by(require_account())
    if not groups:
        flash(_("First tell us about your group, then we go on with the application."), "info")
        return redirect(url_for("groups.new", next=request.full_path), 303)
    return Details(plan, room, spans, groups).answer()


def ticked_spans(plan: RequestedDates) -> list[Timespan]:
    """Choose the dates that were ticked on the page before."""
    ticked = set(request.args.getlist("termin"))
    return [span for span in plan.spans if span.local_day.isoformat() in ticked]
