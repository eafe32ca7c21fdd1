"""Letters as staff see them: waiting, not delivered and sent ones of their own sites."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from mal.config import current_config
from mal.notifications import access, queries, service
from mal.notifications.labels import LETTER_STATES
from mal.notifications.models import Letter, LetterState
from mal.people.auth import require_account, staff_required
from mal.shared import clock
from mal.shared.pagination import Page, requested_page
from mal.shared.web import get_or_404, run_and_flash

blueprint = Blueprint("letters", __name__, url_prefix="/praca/listy")

PAGE_SIZE = 50
MAX_RETRIED_AT_ONCE = 500
# A worker that runs has composed the letters of an event by then.
COMPOSED_WITHIN = timedelta(minutes=15)
STATE_PARAMETERS = {
    "czekaja": LetterState.WAITING,
    "nieudane": LetterState.FAILED,
    "wyslane": LetterState.SENT,
}


def get_letter_or_403(letter_id: int) -> Letter:
    """Return a letter; raises 404 if there is none, 403 if the account may not read it."""
    letter: Letter = get_or_404(queries.get_letter(letter_id))
    if not access.may_read_letter(require_account(), letter):
        abort(403)
    return letter


@blueprint.get("")
@staff_required
def index() -> ResponseReturnValue:
    """Show one page of the letters in one state, the newest first."""
    site_ids = require_account().scope
    selected = request.args.get("stan", "")
    selected = selected if selected in STATE_PARAMETERS else "czekaja"
    state = STATE_PARAMETERS[selected]
    counts = queries.count_letters_by_state(site_ids)
    page = Page.nearest(requested_page(), size=PAGE_SIZE, total=counts[state])
    return render_template(
        "notifications/letters.html",
        letters=queries.list_letters(state, site_ids, limit=page.size, offset=page.offset),
        page=page,
        selected=selected,
        state_parameters=STATE_PARAMETERS,
        labels=LETTER_STATES,
        counts=counts,
        events_without_letters=queries.list_events_without_letters(clock.now() - COMPOSED_WITHIN, site_ids),
        can_send=bool(current_config().smtp_url),
    )


@blueprint.get("/<id:letter_id>")
@staff_required
def show(letter_id: int) -> ResponseReturnValue:
    """Show one letter as its recipient reads it."""
    letter = get_letter_or_403(letter_id)
    return render_template("notifications/letter.html", letter=letter, labels=LETTER_STATES)


@blueprint.post("/<id:letter_id>/ponow")
@staff_required
def retry(letter_id: int) -> ResponseReturnValue:
    """Queue a failed letter again."""
    letter = get_letter_or_403(letter_id)
    run_and_flash(lambda: service.retry_letter(letter), _("The letter will be tried again in a moment."))
    return redirect(url_for("letters.show", letter_id=letter_id), 303)


@blueprint.post("/ponow")
@staff_required
def retry_all() -> ResponseReturnValue:
    """Queue the failed letters of the account's sites again."""
    site_ids = require_account().scope
    failed = queries.list_letters(LetterState.FAILED, site_ids, limit=MAX_RETRIED_AT_ONCE)
    number = service.retry_letters(failed)
    flash(
        ngettext("%(num)d letter will be tried again.", "%(num)d letters will be tried again.", number),
        "success",
    )
    return redirect(url_for("letters.index", stan="czekaja"), 303)
