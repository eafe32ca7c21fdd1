"""Groups, created and changed by their leaders."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mal.people import access, queries, service
from mal.people.auth import require_account, sign_in_required
from mal.people.web.forms import GroupForm
from mal.shared.web import get_or_404, local_path

blueprint = Blueprint("groups", __name__)


@blueprint.route("/grupy/nowa", methods=["GET", "POST"])
@sign_in_required
def new() -> ResponseReturnValue:
    """Create a group that the signed-in person leads."""
    form = GroupForm()
    if not form.validate_on_submit():
        return render_template("people/new_group.html", form=form), 422 if form.errors else 200
    group = service.create_group(form.profile(), require_account())
    flash(_("%(name)s is ready. You can ask for a room now.", name=group.name), "success")
    return redirect(local_path(request.args.get("next")) or url_for("applications.mine"), 303)


@blueprint.route("/grupy/<id:group_id>/zmien", methods=["GET", "POST"])
@sign_in_required
def edit(group_id: int) -> ResponseReturnValue:
    """Change the profile of a group that the signed-in person leads."""
    group = get_or_404(queries.get_group(group_id))
    if not access.may_edit_group(require_account(), group):
        abort(403)
    form = GroupForm(obj=group)
    if not form.validate_on_submit():
        return render_template("people/edit_group.html", form=form, group=group), 422 if form.errors else 200
    service.update_group(group, form.profile())
    flash(_("Saved."), "success")
    return redirect(url_for("applications.mine"), 303)
