"""The Regulamin as everyone reads it: the version in force and the archive."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mal.people.auth import current_account
from mal.regulations import queries
from mal.regulations.markdown import render_markdown
from mal.regulations.models import Regulation
from mal.shared import clock
from mal.shared.web import get_or_404

blueprint = Blueprint("regulations", __name__)


@blueprint.get("/regulamin")
def current() -> ResponseReturnValue:
    """Show the version in force."""
    version = queries.get_regulation_in_force(clock.today())
    if version is None:
        return render_template("regulations/none.html")
    return render_version(version)


@blueprint.get("/regulamin/<id:number>")
def version(number: int) -> ResponseReturnValue:
    """Show one version at its permanent address."""
    return render_version(get_or_404(queries.get_version(number)))


def render_version(version: Regulation) -> ResponseReturnValue:
    """Render the page of a version with the list of all versions."""
    account = current_account()
    return render_template(
        "regulations/version.html",
        version=version,
        body=render_markdown(version.body),
        in_force=queries.get_regulation_in_force(clock.today()),
        versions=queries.list_versions(),
        today=clock.today(),
        is_coordinator=account is not None and account.is_coordinator,
    )
