"""What waits for an answer, and the answer to several ordinary applications at once."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mal.applications import access as applications_access
from mal.applications import queries as applications
from mal.applications.models import Application
from mal.desk import service, words
from mal.desk.forms.answering import TogetherForm
from mal.desk.queries import deciding as queries
from mal.desk.views import blueprint
from mal.people.signin import account_here, staff_only
from mal.shared.database import id_of

# In the address: all that are ordinary come ticked, for those who have no script.
ORDINARY = "zwykle"


def show(status: int = 200, **more: Any) -> ResponseReturnValue:
    """Show a page of the queue, with what was just tried where anything was."""
    page, slug = id_of(request.args.get("strona", "")) or 1, request.args.get("miejsce", "")
    known: dict[str, Any] = {
        "queue": queries.queue(account_here().scope, slug, page),
        "all_ticked": request.args.get("zaznacz") == ORDINARY,
        "form": TogetherForm(formdata=None),
        "together": None,
        "words": words,
    }
    return render_template("desk/queue.html", **(known | more)), status


@blueprint.get("/wnioski")
@staff_only
def queue() -> ResponseReturnValue:
    """List what waits for an answer, the oldest deadline first."""
    return show()


@blueprint.post("/wnioski/zatwierdz")
@staff_only
def approve_ticked() -> ResponseReturnValue:
    """Give all that the ticked applications ask for; say of each that was stopped what stopped it."""
    form = TogetherForm()
    if not form.validate():
        return show(422, form=form)
    outcomes = service.approve_together(chosen_here(form.applications.data), by=account_here())
    together = words.together(outcomes)
    if together.stopped:
        return show(200 if together.given else 409, together=together)
    flash(together.words, "success")
    return redirect(url_for(".queue", miejsce=request.args.get("miejsce")), 303)


def chosen_here(application_ids: Collection[int]) -> Sequence[Application]:
    """Find the applications and make sure that this person decides about each of them."""
    chosen = applications.these(set(application_ids))
    account = account_here()
    if not chosen:
        abort(404)
    if not all(applications_access.may_decide(account, each) for each in chosen):
        abort(403)
    return chosen
