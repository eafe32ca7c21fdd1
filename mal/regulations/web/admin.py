"""The coordinator publishes a version and sees who accepted which."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mal.people.auth import coordinator_required, require_account
from mal.regulations import queries, service
from mal.regulations.markdown import render_markdown
from mal.regulations.web.forms import VersionForm
from mal.shared import clock
from mal.shared.web import get_or_404

blueprint = Blueprint("regulations_admin", __name__, url_prefix="/praca/regulamin")


@blueprint.get("/nowy")
@coordinator_required
def new() -> ResponseReturnValue:
    """Show the form of a new version, filled in from the newest one and the policy in force."""
    newest = next(iter(queries.list_versions()), None)
    form = VersionForm(obj=newest)
    form.fill_in_policy(queries.get_policy(clock.today()))
    form.change_note.data, form.effective_on.data = "", None
    return render_template("regulations/publish.html", form=form, preview=None)


@blueprint.post("/nowy")
@coordinator_required
def publish() -> ResponseReturnValue:
    """Publish a version, or show a preview of it if that button was pressed."""
    form = VersionForm()
    if not form.validate():
        return render_template("regulations/publish.html", form=form, preview=None), 422
    if "preview" in request.form:
        preview = render_markdown(form.body.data)
        return render_template("regulations/publish.html", form=form, preview=preview)
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


@blueprint.get("/<id:number>/akceptacje")
@coordinator_required
def acceptances(number: int) -> ResponseReturnValue:
    """Show who accepted a version and when."""
    version = get_or_404(queries.get_version(number))
    return render_template(
        "regulations/acceptances.html", version=version, acceptances=queries.list_acceptances(version.id)
    )
