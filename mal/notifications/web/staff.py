"""The staff's pages about letters: what waits, what could not be delivered, what was sent."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from mal.notifications import access, queries, service
from mal.notifications.labels import LETTER_STATES
from mal.notifications.models import Letter, LetterState
from mal.people.auth import require_account, staff_required
from mal.shared import clock
from mal.shared.database import parse_id
from mal.shared.web import get_or_404, run_and_flash

blueprint = Blueprint("notifications", __name__)

ON_A_PAGE = 50
MOST_AT_ONCE = 500
LAST_PAGE = 10_000
# By then the worker has written them, unless something is wrong.
WRITTEN_BY_NOW = timedelta(minutes=15)
FILTERS = {"czekaja": LetterState.WAITING, "nieudane": LetterState.FAILED, "wyslane": LetterState.SENT}


def page_number() -> int:
    """Read which page is asked for; nonsense is the first."""
    return min(parse_id(request.args.get("strona", "")) or 1, LAST_PAGE)


def letter_here(letter_id: int) -> Letter:
    """Find the letter that is asked for, for staff who may read it."""
    letter: Letter = get_or_404(queries.get_letter(letter_id))
    if not access.may_read_letter(require_account(), letter):
        abort(403)
    return letter


@blueprint.get("/praca/listy")
@staff_required
def letters() -> Any:
    """Show the letters in one state, the latest first."""
    sites = require_account().scope
    chosen = request.args.get("stan", "")
    chosen = chosen if chosen in FILTERS else "czekaja"
    page = page_number()
    rows = queries.list_letters(FILTERS[chosen], sites, limit=ON_A_PAGE + 1, offset=(page - 1) * ON_A_PAGE)
    return render_template(
        "notifications/letters.html",
        letters=rows[:ON_A_PAGE],
        has_more=len(rows) > ON_A_PAGE,
        page=page,
        chosen=chosen,
        filters=FILTERS,
        words=LETTER_STATES,
        counts=queries.count_letters_by_state(sites),
        unwritten=queries.list_events_without_letters(clock.now() - WRITTEN_BY_NOW, sites),
        can_send=bool(current_app.extensions["mal.config"].smtp_url),
    )


@blueprint.get("/praca/listy/<id:letter_id>")
@staff_required
def letter(letter_id: int) -> Any:
    """Show one letter as it is read."""
    return render_template("notifications/letter.html", letter=letter_here(letter_id), words=LETTER_STATES)


@blueprint.post("/praca/listy/<id:letter_id>/ponow")
@staff_required
def retry(letter_id: int) -> Any:
    """Try once more to send a letter that failed."""
    failed = letter_here(letter_id)
    run_and_flash(lambda: service.retry_letter(failed), _("The letter will be tried again in a moment."))
    return redirect(url_for("notifications.letter", letter_id=letter_id), 303)


@blueprint.post("/praca/listy/ponow")
@staff_required
def retry_all() -> Any:
    """Try once more to send all letters that failed."""
    sites = require_account().scope
    failed = queries.list_letters(LetterState.FAILED, sites, limit=MOST_AT_ONCE)
    number = service.retry_letters(failed)
    flash(
        ngettext("%(num)d letter will be tried again.", "%(num)d letters will be tried again.", number),
        "success",
    )
    return redirect(url_for("notifications.letters", stan="czekaja"), 303)
