"""Drafts: saved by a button or by the page itself, opened again, thrown away."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from mal.applications import drafts, queries
from mal.applications.models import ApplicationDraft
from mal.applications.web.wizard import query_string
from mal.applications.web.wizard.forms import DetailsForm
from mal.applications.web.wizard.state import OPEN_DRAFT, PAGES, open_draft, repeated_application
from mal.people import auth
from mal.people.auth import current_account, require_account, sign_in_required
from mal.people.web.forms import SignInForm
from mal.places import queries as places
from mal.shared.errors import RuleBroken
from mal.shared.fields import KEY
from mal.shared.forms import Form
from mal.shared.i18n import format_clock_time, use_account_locale
from mal.shared.text import parse_id
from mal.shared.web import get_or_404, run_or_rollback

blueprint = Blueprint("drafts", __name__)


def draft_input_from_request() -> drafts.DraftInput:
    """Read what this request says of an application: the address always, answers only from the last page."""
    described = "title" in request.form
    form, kept = DetailsForm(), open_draft()
    key = form.form_key.data or ""
    if not (described and KEY.fullmatch(key)):
        key = uuid4().hex if kept is None else kept.form_key
    pairs = [*request.args.items(multi=True), *request.form.items(multi=True)]
    page = request.args.get("krok", "")
    return drafts.DraftInput(
        form_key=key,
        step=page if page in PAGES else "opis",
        address=query_string.build_query_string(pairs),
        answers=form.answers() if described else None,
    )


def is_untouched(begun: drafts.DraftInput) -> bool:
    """Tell whether nothing was typed that would be lost: all stands as the page first showed it."""
    if begun.answers is None:
        return True
    repeated = repeated_application()
    blank = DetailsForm(None, obj=None if repeated is None else repeated.booking).answers()
    return {**begun.answers, "group": None} == {**blank, "group": None}


@blueprint.post("/wnioski/nowy/szkic")
def save() -> Any:
    """Save what was begun: for later, by the page itself while someone types, or on the way to another page."""
    if current_account() is None:
        return sign_in_and_resume()
    begun = draft_input_from_request()
    by_itself = request.accept_mimetypes.best == "application/json"
    passing = not by_itself and "pozniej" not in request.args
    if not begun.address or (passing and open_draft() is None and is_untouched(begun)):
        return redirect(wizard_url(begun.step, begun.address), 303)
    try:
        draft = run_or_rollback(lambda: drafts.save_draft(begun, require_account()))
    except RuleBroken as broken:
        if by_itself:
            return jsonify(said=str(broken)), 409
        flash(str(broken), "error")
        return redirect(url_for("applications.mine"), 303)
    return autosave_response(draft) if by_itself else redirect_after_save(begun, draft, passing)


def redirect_after_save(begun: drafts.DraftInput, draft: ApplicationDraft, passing: bool) -> Any:
    """Go on to the page that was asked for, or home where it was saved for later."""
    if passing:
        session[OPEN_DRAFT] = draft.id
        return redirect(wizard_url(begun.step, begun.address, draft.id), 303)
    session.pop(OPEN_DRAFT, None)
    flash(_("Saved. You can finish it here within %(days)d days.", days=drafts.KEPT_FOR.days), "success")
    return redirect(url_for("applications.mine"), 303)


def autosave_response(draft: ApplicationDraft) -> Any:
    """Answer the page that saves by itself: one line to show."""
    session[OPEN_DRAFT] = draft.id
    return jsonify(said=_("Draft saved at %(time)s", time=format_clock_time(draft.saved_at)))


def wizard_url(page: str, address: str, draft_id: int | None = None) -> str:
    """Give the address of a page of asking for what was chosen; where nothing was, the first."""
    values: dict[str, Any] = {**query_string.parse_query_string(address), OPEN_DRAFT: draft_id}
    return url_for(PAGES[page if address else "nowy"], **values)


def own_draft(draft_id: int) -> ApplicationDraft:
    """Load a draft of the person who asks; nobody sees another's."""
    draft: ApplicationDraft = get_or_404(queries.get_draft(draft_id, drafts.retention_start()))
    if draft.account_id != require_account().id:
        abort(403)
    return draft


@blueprint.get("/wnioski/szkice/<id:draft_id>")
@sign_in_required
def resume(draft_id: int) -> Any:
    """Go on with a draft where it was left; where its room is gone, choose another."""
    draft = own_draft(draft_id)
    wanted = query_string.parse_query_string(draft.address)
    number = parse_id(wanted.get("sala", [""])[0])
    if number is not None and places.get_room(number) is None:
        flash(_("This room can no longer be asked for. Choose another; what you typed is kept."), "info")
        without = query_string.build_query_string(
            (n, v) for n, all_v in wanted.items() for v in all_v if n != "sala"
        )
        return redirect(wizard_url("sale", without, draft.id), 303)
    return redirect(wizard_url(draft.step, draft.address, draft.id), 303)


@blueprint.post("/wnioski/szkice/<id:draft_id>/wyrzuc")
@sign_in_required
def discard(draft_id: int) -> Any:
    """Drop a draft."""
    draft = own_draft(draft_id)
    if not Form().validate_on_submit():
        abort(400)
    drafts.delete_draft(draft.form_key, require_account())
    session.pop(OPEN_DRAFT, None)
    flash(_("Thrown away."), "success")
    return redirect(url_for("applications.mine"), 303)


def sign_in_and_resume() -> Any:
    """Ask whose session has ended while they typed to sign in on this very page, and keep what they typed."""
    form = SignInForm()
    account = form.authenticate() if form.email.name in request.form else None
    if account is None:
        secrets = (form.email.name, form.password.name, "csrf_token")
        typed = [each for each in request.form.items(multi=True) if each[0] not in secrets]
        return render_template("applications/sign_in_again.html", form=form, typed=typed), 401
    auth.sign_in(account)
    begun = draft_input_from_request()
    try:
        kept = drafts.save_draft(begun, account)
    except RuleBroken as broken:
        # It is found before anything of the draft is written: they stay signed in.
        flash(str(broken), "error")
        return use_account_locale(redirect(url_for("applications.mine"), 303), account.locale)
    flash(
        _("You are signed in again, and what you typed is here. Look at it once more and send it."), "success"
    )
    return use_account_locale(redirect(wizard_url(begun.step, begun.address, kept.id), 303), account.locale)
