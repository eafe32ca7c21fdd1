"""Following what became of an application: the group's own page, withdrawing, cancelling dates."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mal.applications import access, drafts, labels, queries, service
from mal.applications.models import Application
from mal.applications.web.forms import CancelForm
from mal.applications.web.presenters import draft_row, step_row
from mal.bookings import labels as booking_labels
from mal.bookings.queries import list_events
from mal.bookings.states import DATES, Step
from mal.people.auth import require_account, sign_in_required
from mal.people.queries import list_groups_led_by
from mal.places import queries as places
from mal.regulations.queries import get_policy
from mal.shared import clock
from mal.shared.errors import RuleBroken
from mal.shared.forms import Form
from mal.shared.web import get_or_404, run_and_flash, run_or_rollback

blueprint = Blueprint("applications", __name__)


def get_application_or_403(application_id: int) -> Application:
    """Load an application that this person may see."""
    application: Application = get_or_404(queries.get_application(application_id))
    if not access.may_see(require_account(), application):
        abort(403)
    return application


@blueprint.get("/moje")
@sign_in_required
def mine() -> Any:
    """Show a leader what is coming, what waits, and the one thing to do first."""
    account = require_account()
    groups = list_groups_led_by(account)
    ids = [group.id for group in groups]
    applications = queries.list_by_groups(ids)
    begun = queries.list_drafts(account.id, drafts.retention_start())
    rooms = {room.id: room for room in places.list_rooms()} if begun else {}
    return render_template(
        "applications/mine.html",
        labels=labels,
        groups=groups,
        begun=[draft_row(draft, rooms) for draft in begun],
        applications=applications,
        application_of={each.booking_id: each.id for each in applications},
        coming=queries.list_upcoming_occurrences(ids, clock.now()),
        without_card=queries.list_occurrences_without_card(ids, clock.now()),
    )


@blueprint.get("/wnioski/<id:application_id>")
@sign_in_required
def show(application_id: int) -> Any:
    """Show an application: its state, its dates, its history, what can be done."""
    return page_of(get_application_or_403(application_id), CancelForm())


def page_of(application: Application, form: CancelForm, status: int = 200) -> Any:
    """Show the page of an application."""
    account = require_account()
    form.offer_reasons(by_staff=not access.leads(account, application.booking))
    now = clock.now()
    cancellable = [
        occurrence
        for occurrence in application.booking.occurrences
        if DATES.allows(occurrence.state, Step.CANCEL) and occurrence.starts_at > now
    ]
    return render_template(
        "applications/show.html",
        labels=labels,
        booking_labels=booking_labels,
        application=application,
        booking=application.booking,
        steps=[step_row(event) for event in list_events(application.booking_id)],
        form=form,
        cancellable=cancellable if access.may_cancel(account, application) else [],
        may_withdraw=access.may_withdraw(account, application),
        may_decide=access.may_decide(account, application),
        leads=access.leads(account, application.booking),
        just_sent=request.args.get("wyslane") == "1",
        now=now,
        policy=get_policy(clock.today()) if application.regulation is None else application.regulation.policy,
    ), status


@blueprint.post("/wnioski/<id:application_id>/wycofaj")
@sign_in_required
def withdraw(application_id: int) -> Any:
    """Take back an application that waits for an answer."""
    application = get_application_or_403(application_id)
    if not access.leads(require_account(), application.booking):
        abort(403)
    if not Form().validate_on_submit():
        abort(400)
    account = require_account()
    run_and_flash(
        lambda: service.withdraw(application, by=account),
        _("Your application is withdrawn. Nothing is held."),
    )
    return redirect(url_for("applications.show", application_id=application_id), 303)


@blueprint.post("/wnioski/<id:application_id>/odwolaj")
@sign_in_required
def cancel(application_id: int) -> Any:
    """Give up single dates, or all that are left."""
    application = get_application_or_403(application_id)
    form = CancelForm()
    form.offer_reasons(by_staff=not access.leads(require_account(), application.booking))
    if not form.validate_on_submit():
        return page_of(application, form, 422)
    ids = [
        int(text)
        for text in request.form.getlist("dates")
        if text.isascii() and text.isdigit() and len(text) < 12
    ]
    account = require_account()
    try:
        run_or_rollback(
            lambda: service.cancel_dates(
                application, ids, by=account, reason=form.reason.data, note=form.note.data or ""
            )
        )
    except RuleBroken as broken:
        flash(str(broken), "error")
        return page_of(get_application_or_403(application_id), form, 409)
    flash(_("Thank you for telling us. These dates are free again for others."), "success")
    return redirect(url_for("applications.show", application_id=application_id), 303)
