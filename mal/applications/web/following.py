"""Following what became of an application: the group's own page, withdrawing, cancelling dates."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mal.applications import access, drafts, queries, service
from mal.applications.models import Application
from mal.applications.web import blueprint
from mal.applications.web.forms import CancelForm
from mal.applications.web.presenters import draft_row, step_row
from mal.bookings.queries import timeline
from mal.bookings.states import DATES, Step
from mal.people.auth import account_here, signed_in
from mal.people.queries import groups_led_by
from mal.places import queries as places
from mal.regulations.queries import policy_on
from mal.shared import clock
from mal.shared.forms import Form
from mal.shared.web import attempt, deed_or_flash, found


def application_here(application_id: int) -> Application:
    """Load an application that this person may see."""
    application: Application = found(queries.application(application_id))
    if not access.may_see(account_here(), application):
        abort(403)
    return application


@blueprint.get("/moje")
@signed_in
def mine() -> Any:
    """Show a leader what is coming, what waits, and the one thing to do first."""
    account = account_here()
    groups = groups_led_by(account)
    ids = [group.id for group in groups]
    applications = queries.of_groups(ids)
    begun = queries.drafts_of(account.id, drafts.oldest_kept())
    rooms = {room.id: room for room in places.rooms()} if begun else {}
    return render_template(
        "applications/mine.html",
        groups=groups,
        begun=[draft_row(draft, rooms) for draft in begun],
        applications=applications,
        application_of={each.booking_id: each.id for each in applications},
        coming=queries.coming(ids, clock.now()),
        without_card=queries.without_card(ids, clock.now()),
    )


@blueprint.get("/wnioski/<id:application_id>")
@signed_in
def show(application_id: int) -> Any:
    """Show an application: its state, its dates, its history, what can be done."""
    return page_of(application_here(application_id), CancelForm())


def page_of(application: Application, form: CancelForm, status: int = 200) -> Any:
    """Show the page of an application."""
    account = account_here()
    form.offer_reasons(by_staff=not access.leads(account, application.booking))
    now = clock.now()
    cancellable = [
        occurrence
        for occurrence in application.booking.occurrences
        if DATES.allows(occurrence.state, Step.CANCEL) and occurrence.starts_at > now
    ]
    return render_template(
        "applications/show.html",
        application=application,
        booking=application.booking,
        steps=[step_row(event) for event in timeline(application.booking_id)],
        form=form,
        cancellable=cancellable if access.may_cancel(account, application) else [],
        may_withdraw=access.may_withdraw(account, application),
        may_decide=access.may_decide(account, application),
        leads=access.leads(account, application.booking),
        just_sent=request.args.get("wyslane") == "1",
        now=now,
        policy=policy_on(clock.today()) if application.regulation is None else application.regulation.policy,
    ), status


@blueprint.post("/wnioski/<id:application_id>/wycofaj")
@signed_in
def withdraw(application_id: int) -> Any:
    """Take back an application that waits for an answer."""
    application = application_here(application_id)
    if not access.leads(account_here(), application.booking):
        abort(403)
    if not Form().validate_on_submit():
        abort(400)
    account = account_here()
    deed_or_flash(
        lambda: service.withdraw(application, by=account),
        _("Your application is withdrawn. Nothing is held."),
    )
    return redirect(url_for("applications.show", application_id=application_id), 303)


@blueprint.post("/wnioski/<id:application_id>/odwolaj")
@signed_in
def cancel(application_id: int) -> Any:
    """Give up single dates, or all that are left."""
    application = application_here(application_id)
    form = CancelForm()
    form.offer_reasons(by_staff=not access.leads(account_here(), application.booking))
    if not form.validate_on_submit():
        return page_of(application, form, 422)
    ids = [
        int(text)
        for text in request.form.getlist("dates")
        if text.isascii() and text.isdigit() and len(text) < 12
    ]
    account = account_here()
    broken = attempt(
        lambda: service.cancel_dates(
            application, ids, by=account, reason=form.reason.data, note=form.note.data or ""
        )
    )
    if broken is not None:
        flash(str(broken), "error")
        return page_of(application_here(application_id), form, 409)
    flash(_("Thank you for telling us. These dates are free again for others."), "success")
    return redirect(url_for("applications.show", application_id=application_id), 303)
