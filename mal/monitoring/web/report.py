"""The report of how the places are used, as a page and as a spreadsheet."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from mal.monitoring import labels
from mal.monitoring.access import readable_sites
from mal.monitoring.queries.usage_cards import list_occurrences_without_card
from mal.monitoring.report import load_busy_hours, load_report
from mal.monitoring.spreadsheet import to_csv
from mal.monitoring.usage_card import AGE_BANDS
from mal.monitoring.web import presenters
from mal.monitoring.web.forms import ReportForm
from mal.people.auth import require_account, staff_required
from mal.places.queries import list_sites

blueprint = Blueprint("report", __name__, url_prefix="/praca")
blueprint.add_app_template_filter(labels.format_figure, "figure")

MISSING_CARDS_SHOWN = 5


@blueprint.get("/raport")
@staff_required
def show() -> ResponseReturnValue:
    """Show the figures of some months and sites as charts, sentences and tables."""
    form = build_form()
    status = 200 if form.validate() else 422
    return render_report(form), status


@blueprint.get("/raport.csv")
@staff_required
def download() -> ResponseReturnValue:
    """Send all figures as a CSV file."""
    form = build_form()
    if not form.validate():
        return render_report(form), 422
    months, sites = form.months(), {site.id: site for site in form.selected_sites()}
    report = load_report(list(sites), months)
    name = f"raport-mal-{months[0]:%Y-%m}-{months[-1]:%Y-%m}.csv"
    return Response(
        to_csv(*presenters.spreadsheet_table(report, sites)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def build_form() -> ReportForm:
    """Return the form of the query string, with the sites whose figures the account may read."""
    return ReportForm(readable_sites(require_account(), list_sites()))


def render_report(form: ReportForm) -> str:
    """Render the report that the form asks for; an invalid form is shown with the last half-year."""
    sites = {site.id: site for site in form.selected_sites()}
    months = form.months()
    report = load_report(list(sites), months)
    total = report.total
    return render_template(
        "monitoring/report.html",
        form=form,
        months=months,
        sites=sites,
        total=total,
        heatmaps=presenters.heatmap_views(load_busy_hours(list(sites), months), sites),
        charts=presenters.chart_views(report, sites),
        refusals=presenters.refusal_bars(report),
        refusal_table=presenters.refusal_table(report, sites),
        bands=[(labels.AGE_BAND_LABELS[band], total.bands[band]) for band in AGE_BANDS],
        figures_table=presenters.figures_table(report, sites),
        missing=list_occurrences_without_card(sites, MISSING_CARDS_SHOWN),
        labels=labels,
    )
