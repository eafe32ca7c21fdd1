"""Reading the rules, publishing a version, seeing who accepted which."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mal.people.auth import coordinator_required, current_account, require_account
from mal.regulations import queries, service
from mal.regulations.models import Regulation
from mal.regulations.text import render_markdown
from mal.regulations.web.forms import VersionForm
from mal.shared import clock
from mal.shared.web import get_or_404

blueprint = Blueprint("regulations", __name__)


@blueprint.get("/regulamin")
def current() -> Any:
    """Show the version in force."""
    version = queries.get_regulation_in_force(clock.today())
    if version is None:
        return render_template("regulations/none.html")
    return page_of(version)


@blueprint.get("/regulamin/<id:number>")
def version(number: int) -> Any:
    """Show one version at its lasting address."""
    return page_of(get_or_404(queries.get_version(number)))


def page_of(version: Regulation) -> Any:
    """Show a version, where it stands, and the archive."""
    account = current_account()
    in_force = queries.get_regulation_in_force(clock.today())
    return render_template(
        "regulations/version.html",
        version=version,
        body=render_markdown(version.body),
        in_force=in_force,
        versions=queries.list_versions(),
        today=clock.today(),
        is_coordinator=account is not None and account.is_coordinator,
    )


@blueprint.route("/praca/regulamin/nowy", methods=["GET", "POST"])
@coordinator_required
def publish() -> Any:
    """Publish a version, after a look at how it will read."""
    newest = next(iter(queries.list_versions()), None)
    form = VersionForm(obj=newest) if request.method == "GET" else VersionForm()
    if request.method == "GET":
        form.show_numbers(queries.get_policy(clock.today()))
        form.change_note.data, form.effective_on.data = "", None
    ready = form.validate_on_submit()
    if not ready or "preview" in request.form:
        return render_template(
            "regulations/publish.html", form=form, preview=render_markdown(form.body.data) if ready else None
        ), 422 if form.errors else 200
    published = service.publish(
        title=form.title.data or "",
        body=form.body.data or "",
        change_note=form.change_note.data or "",
        effective_on=form.effective_on.data or clock.today(),
        policy=form.policy(),
        by=require_account(),
    )
    flash(_("Version %(number)d is published.", number=published.number), "success")
    return redirect(url_for("regulations.version", number=published.number), 303)


@blueprint.get("/praca/regulamin/<id:number>/akceptacje")
@coordinator_required
def acceptances(number: int) -> Any:
    """Show who accepted a version and when."""
    version = get_or_404(queries.get_version(number))
    return render_template(
        "regulations/acceptances.html", version=version, acceptances=queries.list_acceptances(version.id)
    )
