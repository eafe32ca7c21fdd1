"""What waits for an answer, and the answer to several ordinary applications at once."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mal.applications import access as applications_access
from mal.applications import queries as applications
from mal.applications.models import Application
from mal.desk import labels, service
from mal.desk.forms.answering import TogetherForm
from mal.desk.queries import deciding as queries
from mal.desk.views import blueprint
from mal.people.auth import require_account, staff_required
from mal.places.models import Site
from mal.shared.database import parse_id

# In the address: all that are ordinary come ticked, for those who have no script.
ORDINARY = "zwykle"


def only_here() -> Site | None:
    """Find the one site whose queue this person walks through; the address keeps it from page to page."""
    return queries.only_at(require_account().scope, request.args.get("miejsce", ""))


def back_to_queue() -> ResponseReturnValue:
    """Go back to the queue as it was chosen."""
    only = only_here()
    return redirect(url_for(".queue", miejsce=only and only.slug), 303)


def show(status: int = 200, **more: Any) -> ResponseReturnValue:
    """Show a page of the queue, with what was just tried where anything was."""
    page = parse_id(request.args.get("strona", "")) or 1
    known: dict[str, Any] = {
        "queue": queries.queue(require_account().scope, only_here(), page),
        "all_ticked": request.args.get("zaznacz") == ORDINARY,
        "form": TogetherForm(formdata=None),
        "together": None,
        "words": labels,
    }
    return render_template("desk/queue.html", **(known | more)), status


@blueprint.get("/wnioski")
@staff_required
def queue() -> ResponseReturnValue:
    """List what waits for an answer, the oldest deadline first."""
    return show()


@blueprint.post("/wnioski/zatwierdz")
@staff_required
def approve_ticked() -> ResponseReturnValue:
    """Give all that the ticked applications ask for; say of each that was stopped what stopped it."""
    form = TogetherForm()
    if not form.validate():
        return show(422, form=form)
    outcomes = service.approve_together(chosen_here(form.applications.data), by=require_account())
    together = labels.together(outcomes)
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
    if not all(applications_access.may_decide(account, each) for each in chosen):
        abort(403)
    return chosen
