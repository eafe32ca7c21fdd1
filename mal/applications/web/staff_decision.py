"""One decision a page: what was asked for, who else wants it, the answer."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from mal.applications import access, review, service, staff_labels
from mal.applications import queries as applications
from mal.applications.errors import WantedByOthers
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.applications.web import staff_presenters
from mal.applications.web.forms import ApprovalForm, RefusalForm
from mal.applications.web.staff_queue import back_to_queue, only_here
from mal.bookings.errors import ResourceTaken
from mal.bookings.states import Step
from mal.people.auth import require_account, staff_required
from mal.places.models import Site
from mal.shared.errors import RuleBroken
from mal.shared.web import get_or_404, run_or_rollback

blueprint = Blueprint("staff_decision", __name__, url_prefix="/praca")


def get_application_or_403(application_id: int) -> Application:
    """Find the application and make sure that this person decides about it."""
    application: Application = get_or_404(applications.get_application(application_id))
    if not access.may_decide(require_account(), application):
        abort(403)
    return application


def decide_url(application_id: int, only: Site | None) -> str:
    """Give the address of a decision; the site whose queue is walked through stays in it."""
    return url_for(".show", application_id=application_id, miejsce=only and only.slug)


def render_decision(
    application: Application,
    *,
    approval: ApprovalForm | None = None,
    refusal: RefusalForm | None = None,
    broken: RuleBroken | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show the page of a decision; what was ticked stays ticked as far as it is free."""
    only = only_here()
    place = only and only.slug
    if application.state is not ApplicationState.WAITING:
        return render_template(
            "applications/staff_decided.html",
            application=application,
            broken=broken,
            place=place,
            words=staff_labels,
        ), status
    decision = review.decision(application)
    free = set(decision.free_ids)
    ticked = free if approval is None or approval.everything.data else free & set(approval.dates.data or ())
    page = render_template(
        "applications/staff_decision.html",
        decision=decision,
        application=application,
        rows=[staff_presenters.asked_row(decision, each, ticked) for each in decision.dates],
        ticked=ticked,
        cards=staff_presenters.rival_cards(decision, lambda rival_id: decide_url(rival_id, only)),
        approval=approval or ApprovalForm(formdata=None),
        refusal=refusal or RefusalForm(formdata=None),
        broken=broken,
        taken=isinstance(broken, ResourceTaken),
        following=review.following(application, require_account().scope, only),
        place=place,
        words=staff_labels,
    )
    return page, status


@blueprint.get("/wnioski/<id:application_id>")
@staff_required
def show(application_id: int) -> ResponseReturnValue:
    """Show one application with all that helps to decide."""
    return render_decision(get_application_or_403(application_id))


@blueprint.post("/wnioski/<id:application_id>/zatwierdz")
@staff_required
def approve(application_id: int) -> ResponseReturnValue:
    """Give all dates or the ticked ones."""
    application = get_application_or_403(application_id)
    form = ApprovalForm()
    form.asked_ids = {each.id for each in application.booking.occurrences}
    if not form.validate():
        return render_decision(application, approval=form, status=422)
    if form.everything.data and wanted_by_others(application):
        flash(str(WantedByOthers()), "info")
        return redirect(decide_url(application.id, only_here()), 303)
    return answer(
        application_id,
        lambda: service.approve(
            application,
            by=require_account(),
            dates=form.chosen(),
            note=form.answer.data,
            reason_for_rest=form.rest_reason.data,
        ),
        from_queue=bool(form.everything.data),
        approval=form,
    )


def wanted_by_others(application: Application) -> bool:
    """Tell whether someone has asked for the same time since the queue was shown."""
    waits = application.can(Step.APPROVE)
    return waits and bool(applications.find_competing_ids([application.booking_id]))


@blueprint.post("/wnioski/<id:application_id>/odmow")
@staff_required
def refuse(application_id: int) -> ResponseReturnValue:
    """Refuse with a reason."""
    application = get_application_or_403(application_id)
    form = RefusalForm()
    if not form.validate():
        return render_decision(application, refusal=form, status=422)
    return answer(
        application_id,
        lambda: service.refuse(
            application, by=require_account(), reason=form.reason.data, note=form.note.data
        ),
        refusal=form,
    )


def answer(
    application_id: int, deed: Callable[[], object], *, from_queue: bool = False, **forms: Any
) -> ResponseReturnValue:
    """Give the answer and go on to what waits next; where a rule forbids it, show the page as it stands now."""
    try:
        run_or_rollback(deed)
    except RuleBroken as broken:
        application = get_application_or_403(application_id)
        return render_decision(application, **forms, broken=broken, status=broken.status)
    application = get_application_or_403(application_id)
    only = only_here()
    look = Markup(' <a href="{}">{}</a>').format(decide_url(application.id, only), _("See it or change it"))
    flash(escape(staff_labels.answered(application)) + look, "success")
    following = None if from_queue else review.following(application, require_account().scope, only)
    return back_to_queue() if following is None else redirect(decide_url(following, only), 303)
