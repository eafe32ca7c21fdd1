"""Reading the rules, publishing a version, seeing who accepted which."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mal.people.auth import account_here, coordinator_only, current_account
from mal.regulations import queries, service
from mal.regulations.models import Regulation
from mal.regulations.text import as_html
from mal.regulations.web.forms import VersionForm
from mal.shared import clock
from mal.shared.web import found

blueprint = Blueprint("regulations", __name__)


@blueprint.get("/regulamin")
def current() -> Any:
    """Show the version in force."""
    version = queries.in_force(clock.today())
    if version is None:
        return render_template("regulations/none.html")
    return page_of(version)


@blueprint.get("/regulamin/<id:number>")
def version(number: int) -> Any:
    """Show one version at its lasting address."""
    return page_of(found(queries.version(number)))


def page_of(version: Regulation) -> Any:
    """Show a version, where it stands, and the archive."""
    account = current_account()
    in_force = queries.in_force(clock.today())
    return render_template(
        "regulations/version.html",
        version=version,
        body=as_html(version.body),
        in_force=in_force,
        versions=queries.versions(),
        today=clock.today(),
        is_coordinator=account is not None and account.is_coordinator,
    )


@blueprint.route("/praca/regulamin/nowy", methods=["GET", "POST"])
@coordinator_only
def publish() -> Any:
    """Publish a version, after a look at how it will read."""
    newest = next(iter(queries.versions()), None)
    form = VersionForm(obj=newest) if request.method == "GET" else VersionForm()
    if request.method == "GET":
        form.show_numbers(queries.policy_on(clock.today()))
        form.change_note.data, form.effective_on.data = "", None
    ready = form.validate_on_submit()
    if not ready or "preview" in request.form:
        return render_template(
            "regulations/publish.html", form=form, preview=as_html(form.body.data) if ready else None
        ), 422 if form.errors else 200
    published = service.publish(
        title=form.title.data or "",
        body=form.body.data or "",
        change_note=form.change_note.data or "",
        effective_on=form.effective_on.data or clock.today(),
        policy=form.policy(),
        by=account_here(),
    )
    flash(_("Version %(number)d is published.", number=published.number), "success")
    return redirect(url_for("regulations.version", number=published.number), 303)


@blueprint.get("/praca/regulamin/<id:number>/akceptacje")
@coordinator_only
def acceptances(number: int) -> Any:
    """Show who accepted a version and when."""
    version = found(queries.version(number))
    return render_template(
        "regulations/acceptances.html", version=version, acceptances=queries.acceptances(version.id)
    )
