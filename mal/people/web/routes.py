"""Signing in and out, opening an account, a group's profile."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from mal.people import auth, queries, service
from mal.people.auth import current_account, require_account, sign_in_required
from mal.people.models import Account
from mal.people.web.forms import GroupForm, RegisterForm
from mal.shared import i18n
from mal.shared.web import csrf, get_or_404, local_path

blueprint = Blueprint("people", __name__)


def home_of(account: Account) -> str:
    """Give the page where someone's day begins."""
    return url_for("desk.today" if account.is_staff else "applications.mine")


@blueprint.route("/logowanie", methods=["GET", "POST"])
def sign_in() -> Any:
    """Sign in with an address and a password."""
    form = auth.SignInForm()
    account = form.account()
    if account is None:
        return render_template("people/sign_in.html", form=form), 422 if form.errors else 200
    auth.sign_in(account)
    return i18n.use_account_locale(
        redirect(local_path(request.args.get("next")) or home_of(account), 303), account.locale
    )


@blueprint.post("/wyloguj")
def sign_out() -> Any:
    """End the session, here and in the database."""
    auth.sign_out()
    flash(_("You are signed out. See you!"), "success")
    return redirect(url_for("pages.start"), 303)


@blueprint.route("/konto/nowe", methods=["GET", "POST"])
def register() -> Any:
    """Open an account."""
    form = RegisterForm()
    if not form.validate_on_submit():
        return render_template("people/register.html", form=form), 422 if form.errors else 200
    if queries.get_account_by_email(form.email.data) is not None:
        form.email.errors = [_("This address cannot be used. If it is yours, sign in.")]
        return render_template("people/register.html", form=form), 422
    account = service.register_account(
        email=form.email.data,
        name=form.name.data,
        password=form.password.data,
        phone=form.phone.data,
        locale=str(get_locale() or "pl"),
    )
    auth.sign_in(account)
    flash(_("Welcome! Now tell us about your group."), "success")
    return redirect(url_for("people.new_group", next=local_path(request.args.get("next"))), 303)


@blueprint.route("/grupy/nowa", methods=["GET", "POST"])
@sign_in_required
def new_group() -> Any:
    """Create a group that the person leads."""
    form = GroupForm()
    if not form.validate_on_submit():
        return render_template("people/new_group.html", form=form), 422 if form.errors else 200
    group = service.create_group(form.profile(), require_account())
    flash(_("%(name)s is ready. You can ask for a room now.", name=group.name), "success")
    return redirect(local_path(request.args.get("next")) or url_for("applications.mine"), 303)


@blueprint.route("/grupy/<id:group_id>/zmien", methods=["GET", "POST"])
@sign_in_required
def edit_group(group_id: int) -> Any:
    """Change what a group says of itself."""
    group = get_or_404(queries.get_group(group_id))
    if group.id not in require_account().group_ids:
        abort(403)
    form = GroupForm(obj=group)
    if not form.validate_on_submit():
        return render_template("people/edit_group.html", form=form, group=group), 422 if form.errors else 200
    service.update_group(group, form.profile())
    flash(_("Saved."), "success")
    return redirect(url_for("applications.mine"), 303)


@blueprint.post("/jezyk")
@csrf.exempt  # type: ignore[untyped-decorator]  # a choice of words; another site's form comes without the session
def choose_language() -> Any:
    """Speak another language from now on: on the pages in this browser and, to who is signed in, in letters."""
    language = request.form.get("jezyk", "")
    if language not in i18n.LANGUAGES:
        abort(400)
    account = current_account()
    if account is not None:
        service.set_account_locale(account, language)
        with force_locale(language):
            flash(_("Letters to you will be in this language, too."), "success")
    response = redirect(local_path(request.form.get("dalej")) or url_for("pages.start"), 303)
    i18n.set_locale_cookie(response, language)
    return response
