"""The usage card of an occurrence, filled in by leaders or staff."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mal.applications.queries import get_by_booking
from mal.bookings.models import Occurrence
from mal.bookings.queries import get_occurrence
from mal.monitoring import service
from mal.monitoring.access import may_fill_card
from mal.monitoring.queries.usage_cards import get_card
from mal.monitoring.usage_card import AGE_BANDS
from mal.monitoring.web.forms import CardForm, card_form_data
from mal.people.auth import require_account, sign_in_required
from mal.regulations.queries import get_policy
from mal.shared.errors import RuleBroken
from mal.shared.web import get_or_404, run_or_rollback

blueprint = Blueprint("usage_cards", __name__)


@blueprint.route("/terminy/<id:occurrence_id>/karta", methods=["GET", "POST"])
@sign_in_required
def edit(occurrence_id: int) -> ResponseReturnValue:
    """Show the card of an occurrence, fill it in or correct it."""
    occurrence = get_or_404(get_occurrence(occurrence_id))
    if not may_fill_card(require_account(), occurrence):
        abort(403)
    try:
        service.check_card_allowed(occurrence)
    except RuleBroken as broken:
        return render_card(occurrence, None, broken), broken.status
    stored = get_card(occurrence.id)
    form = CardForm(data=card_form_data(service.to_card_input(stored)) if stored else None)
    if not form.validate_on_submit():
        return render_card(occurrence, form), 422 if form.errors else 200
    try:
        run_or_rollback(lambda: service.fill_card(occurrence, form.card(), by=require_account()))
    except RuleBroken as broken:
        # The rollback has expired the occurrence.
        return render_card(get_or_404(get_occurrence(occurrence_id)), form, broken), broken.status
    flash(_("Thank you, the card is saved."), "success")
    return redirect(url_for("usage_cards.edit", occurrence_id=occurrence_id), 303)


def render_card(occurrence: Occurrence, form: CardForm | None, broken: RuleBroken | None = None) -> str:
    """Render the form of a card, or without a form the rule that forbids it."""
    return render_template(
        "monitoring/card.html",
        occurrence=occurrence,
        form=form,
        broken=broken,
        stored=get_card(occurrence.id),
        bands=AGE_BANDS,
        due=occurrence.on_date + timedelta(days=get_policy(occurrence.on_date).card_days),
        application=get_by_booking(occurrence.booking_id),
    )
