"""The usage card, and the report of how the places are used."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from mal.applications.queries import get_by_booking
from mal.bookings.models import Occurrence
from mal.bookings.queries import get_occurrence as occurrence_by_id
from mal.monitoring import labels, queries, service
from mal.monitoring.access import may_fill, readable_sites
from mal.monitoring.charts import line, most_first, topic
from mal.monitoring.figures import Report
from mal.monitoring.queries.busy_hours import busy_hours
from mal.monitoring.spreadsheet import Value, as_csv
from mal.monitoring.usage_card import BANDS
from mal.monitoring.web.forms import CardForm, ReportForm, as_typed
from mal.people.auth import require_account, sign_in_required, staff_required
from mal.places.models import Site
from mal.places.queries import list_sites
from mal.regulations.queries import get_policy
from mal.shared.errors import RuleBroken
from mal.shared.web import get_or_404, run_or_rollback

blueprint = Blueprint("monitoring", __name__)
blueprint.add_app_template_filter(labels.number, "figure")

# What the report draws, each as pictures with their table.
TOPICS = ("bookings", "attendance", "occupancy")
MISSING_SHOWN = 5


@blueprint.route("/terminy/<id:occurrence_id>/karta", methods=["GET", "POST"])
@sign_in_required
def card(occurrence_id: int) -> Any:
    """Tell how many people came, or put right what was told."""
    occurrence = get_or_404(occurrence_by_id(occurrence_id))
    if not may_fill(require_account(), occurrence):
        abort(403)
    try:
        service.make_sure_of_card(occurrence)
    except RuleBroken as broken:
        return card_page(occurrence, None, broken), broken.status
    kept = queries.card(occurrence.id)
    form = CardForm(data=as_typed(service.as_card(kept) if kept else None))
    if not form.validate_on_submit():
        return card_page(occurrence, form), 422 if form.errors else 200
    try:
        run_or_rollback(lambda: service.fill_card(occurrence, form.card(), by=require_account()))
    except RuleBroken as broken:
        return card_page(get_or_404(occurrence_by_id(occurrence_id)), form, broken), broken.status
    flash(_("Thank you, the card is saved."), "success")
    return redirect(url_for("monitoring.card", occurrence_id=occurrence_id), 303)


def card_page(occurrence: Occurrence, form: CardForm | None, broken: RuleBroken | None = None) -> str:
    """Show the card of a date, or why it has none."""
    return render_template(
        "monitoring/card.html",
        occurrence=occurrence,
        form=form,
        broken=broken,
        kept=queries.card(occurrence.id),
        bands=BANDS,
        due=occurrence.on_date + timedelta(days=get_policy(occurrence.on_date).card_days),
        application=get_by_booking(occurrence.booking_id),
    )


@blueprint.get("/praca/raport")
@staff_required
def report() -> Any:
    """Show how the places were used, as pictures, sentences and tables."""
    form = ReportForm(readable_sites(require_account(), list_sites()))
    status = 200 if form.validate() else 422
    return report_page(form), status


def report_page(form: ReportForm) -> str:
    """Show the report that was asked for, or the last half-year with what was typed wrongly."""
    chosen = form.chosen_sites()
    counted = queries.report([site.id for site in chosen], form.months())
    total = counted.total
    weeks = busy_hours([site.id for site in chosen], form.months())
    return render_template(
        "monitoring/report.html",
        form=form,
        report=counted,
        sites={site.id: site for site in chosen},
        total=total,
        weeks=weeks,
        most_in_week=max((week.most for week in weeks), default=0),
        topics=[topic(counted, name) for name in TOPICS],
        refusals=[(labels.refusal(reason), number) for reason, number in most_first(total.refusals)],
        reasons=[reason for reason, _number in most_first(total.refusals)],
        bands=[(labels.AGE_BANDS[band], total.bands[band]) for band in BANDS],
        missing=queries.missing_cards_at([site.id for site in chosen], MISSING_SHOWN),
        line=line,
        words=labels,
    )


@blueprint.get("/praca/raport.csv")
@staff_required
def report_csv() -> Any:
    """Give the same figures as a table for a spreadsheet."""
    form = ReportForm(readable_sites(require_account(), list_sites()))
    if not form.validate():
        return report_page(form), 422
    chosen, months = form.chosen_sites(), form.months()
    counted = queries.report([site.id for site in chosen], months)
    name = f"raport-mal-{months[0]:%Y-%m}-{months[-1]:%Y-%m}.csv"
    return Response(
        as_csv(*table(chosen, counted)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def table(chosen: Sequence[Site], counted: Report) -> tuple[list[str], Iterator[list[Value]]]:
    """Lay all figures out: a row for each place and month, a column for each figure and reason of refusal."""
    reasons = sorted(counted.total.refusals)
    heads = [
        _("Place"),
        _("Month"),
        *(str(heading) for heading in labels.HEADINGS.values()),
        *(_("Refused: %(reason)s", reason=labels.refusal(reason)) for reason in reasons),
    ]
    rows = (
        [site.name, f"{month:%Y-%m}", *line(figures), *(figures.refusals[reason] for reason in reasons)]
        for site in chosen
        for month in counted.months
        for figures in [counted.at(site.id, month)]
    )
    return heads, rows
