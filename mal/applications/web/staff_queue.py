"""What waits for an answer, and the answer to several ordinary applications at once."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mal.applications import access, review, service, staff_labels
from mal.applications import queries as applications
from mal.applications.models import Application
from mal.applications.web.forms import ApproveSeveralForm
from mal.people.auth import require_account, staff_required
from mal.places.models import Site
from mal.shared.text import parse_id

blueprint = Blueprint("staff_queue", __name__, url_prefix="/praca")

# In the address: all that are ordinary come ticked, for those who have no script.
ORDINARY = "zwykle"


def only_here() -> Site | None:
    """Find the one site whose queue this person walks through; the address keeps it from page to page."""
    return review.only_at(require_account().scope, request.args.get("miejsce", ""))


def back_to_queue() -> ResponseReturnValue:
    """Go back to the queue as it was chosen."""
    only = only_here()
    return redirect(url_for("staff_queue.index", miejsce=only and only.slug), 303)


def show(status: int = 200, **more: Any) -> ResponseReturnValue:
    """Show a page of the queue, with what was just tried where anything was."""
    page = parse_id(request.args.get("strona", "")) or 1
    known: dict[str, Any] = {
        "queue": review.queue(require_account().scope, only_here(), page),
        "all_ticked": request.args.get("zaznacz") == ORDINARY,
        "form": ApproveSeveralForm(formdata=None),
        "together": None,
        "words": staff_labels,
    }
    return render_template("applications/staff_queue.html", **(known | more)), status


@blueprint.get("/wnioski")
@staff_required
def index() -> ResponseReturnValue:
    """List what waits for an answer, the oldest deadline first."""
    return show()


@blueprint.post("/wnioski/zatwierdz")
@staff_required
def approve_selected() -> ResponseReturnValue:
    """Give all that the ticked applications ask for; say of each that was stopped what stopped it."""
    form = ApproveSeveralForm()
    if not form.validate():
        return show(422, form=form)
    outcomes = service.approve_several(chosen_here(form.applications.data), by=require_account())
    together = staff_labels.together(outcomes)
    if together.stopped:
        return show(200 if together.given else 409, together=together)
    flash(together.words, "success")
    return back_to_queue()


def chosen_here(application_ids: Collection[int]) -> Sequence[Application]:
    """Find the applications and make sure that this person decides about each of them."""
    chosen = applications.list_applications(set(application_ids))
    account = require_account()
    if not chosen:
        abort(404)
    if not all(access.may_decide(account, each) for each in chosen):
        abort(403)
    return chosen
