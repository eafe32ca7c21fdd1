"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mal.people import auth
from mal.people.models import Account
from mal.people.web.forms import SignInForm
from mal.shared import i18n
from mal.shared.web import local_path

blueprint = Blueprint("sessions", __name__)


def home_url(account: Account) -> str:
    """Return the page that an account sees first: today's work for staff, their own meetings for leaders."""
    return url_for("staff_today.show" if account.is_staff else "applications.mine")


@blueprint.route("/logowanie", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with an e-mail address and a password, then return to the page that was asked for."""
    form = SignInForm()
    account = form.authenticate()
    if account is None:
        return render_template("people/sign_in.html", form=form), 422 if form.errors else 200
    auth.sign_in(account)
    target = local_path(request.args.get("next")) or home_url(account)
    return i18n.use_account_locale(redirect(target, 303), account.locale)


@blueprint.post("/wyloguj")
def sign_out() -> ResponseReturnValue:
    """End the session in this browser and in the database."""
    auth.sign_out()
    flash(_("You are signed out. See you!"), "success")
    return redirect(url_for("start.index"), 303)
