"""Registration and the language of an account."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from mal.people import auth, service
from mal.people.errors import EmailTaken
from mal.people.web.forms import RegistrationForm
from mal.shared import i18n
from mal.shared.web import csrf, local_path

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/konto/nowe", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Create an account, sign in to it and go on to the form of a new group."""
    form = RegistrationForm()
    if not form.validate_on_submit():
        return render_template("people/register.html", form=form), 422 if form.errors else 200
    try:
        account = service.register_account(
            email=form.email.data,
            name=form.name.data,
            password=form.password.data,
            phone=form.phone.data,
            locale=str(get_locale() or i18n.FIRST),
        )
    except EmailTaken as taken:
        form.email.errors = [str(taken)]
        return render_template("people/register.html", form=form), 422
    auth.sign_in(account)
    flash(_("Welcome! Now tell us about your group."), "success")
    return redirect(url_for("groups.new", next=local_path(request.args.get("next"))), 303)


@blueprint.post("/jezyk")
@csrf.exempt  # type: ignore[untyped-decorator]  # harmless, and another site's form comes without the session
def choose_language() -> ResponseReturnValue:
    """Remember the language of the pages in this browser and, for a signed-in person, of their letters."""
    language = request.form.get("jezyk", "")
    if language not in i18n.LANGUAGES:
        abort(400)
    account = auth.current_account()
    if account is not None:
        service.set_account_locale(account, language)
        with force_locale(language):
            flash(_("Letters to you will be in this language, too."), "success")
    response = redirect(local_path(request.form.get("dalej")) or url_for("start.index"), 303)
    i18n.set_locale_cookie(response, language)
    return response
