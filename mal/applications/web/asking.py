"""Asking for a room in four short pages. All that was chosen stands in the address, so going back loses nothing."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from mal.applications import judging, queries
from mal.applications.access import leads
from mal.applications.again import as_last_time
from mal.applications.models import Application
from mal.applications.offers import room_offers
from mal.applications.web import blueprint
from mal.applications.web.forms import WishForm
from mal.applications.web.presenters import again_rows, date_rows, other_ways
from mal.applications.web.way import (
    address,
    chosen_room,
    kept_fields,
    number_in_address,
    pattern,
    room_in_address,
    wish_of,
)
from mal.people.auth import account_here, current_account, to_sign_in
from mal.people.queries import groups_led_by
from mal.places import queries as places
from mal.shared.web import found

# In place of a number: whatever the person's groups asked for last.
LATEST = "ostatnio"


@blueprint.get("/wnioski/nowy")
def new() -> Any:
    """Ask when, how many people and what is needed."""
    if request.args.get("jak") == LATEST or number_in_address("jak") is not None:
        return again() if current_account() is not None else to_sign_in()
    return first_page(WishForm(places.equipment()))


def first_page(form: WishForm, status: int = 200) -> Any:
    """Show the first page, with what is wrong beside each field."""
    account = current_account()
    groups = [] if account is None else groups_led_by(account)
    if len(groups) == 1 and form.people.data is None and not request.args.get("osob"):
        form.people.data = max(groups[0].members, 1)
    before = queries.of_groups([group.id for group in groups], limit=12) if groups else []
    return render_template(
        "applications/new.html",
        form=form,
        limits=judging.limits(),
        room=room_in_address(),
        again=again_rows(before),
        address=address,
    ), status


def again() -> Any:
    """Go straight to the dates of the same meeting as before, or to the rooms where its own is taken."""
    proposal = as_last_time(application_to_repeat())
    endpoint = "applications.dates" if proposal.is_free else "applications.rooms"
    return redirect(url_for(endpoint, **proposal.values), 303)


def application_to_repeat() -> Application:
    """Find the application that is to be repeated."""
    account, number = account_here(), number_in_address("jak")
    if number is None:
        latest = queries.of_groups(account.group_ids, limit=1)
        return latest[0] if latest else abort(redirect(url_for("applications.new"), 303))
    application: Application = found(queries.application(number))
    if not leads(account, application.booking):
        abort(403)
    return application


@blueprint.get("/wnioski/nowy/sale")
def rooms() -> Any:
    """Show the rooms that fit, the best first, with free times close by."""
    form = WishForm(places.equipment())
    if not form.validate():
        return first_page(form, 422)
    plan = form.plan()
    everywhere = places.rooms()
    judgement = judging.Judgement(everywhere, wish_of(plan), judging.around(plan.spans))
    offers = room_offers(judgement, plan.spans, everywhere, wanted=number_in_address("sala"))
    return render_template(
        "applications/rooms.html", plan=plan, offers=offers, address=address, pattern=pattern()
    )


@blueprint.get("/wnioski/nowy/terminy")
def dates() -> Any:
    """Show each date: free, or what stands against it and what is free instead."""
    form = WishForm(places.equipment())
    if not form.validate():
        return first_page(form, 422)
    plan, room = form.plan(), chosen_room()
    everywhere = places.rooms()
    judgement = judging.Judgement(
        [room, *(other for other in everywhere if other.id != room.id)],
        wish_of(plan),
        judging.around(plan.spans),
    )
    verdicts = judgement.verdicts(room, plan.spans)
    return render_template(
        "applications/dates.html",
        form=form,
        plan=plan,
        room=room,
        rows=date_rows(verdicts, room, set(request.args.getlist("termin")) or None, address),
        ways=other_ways(judgement, verdicts, room, address),
        pattern=pattern(),
        limits=judging.limits(judgement.policy),
        address=address,
        kept=kept_fields,
    )
