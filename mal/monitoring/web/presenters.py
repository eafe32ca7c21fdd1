"""Charts, heatmaps and tables of a report, ready for templates and spreadsheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from mal.monitoring import labels
from mal.monitoring.busy_hours import WeekHeatmap, shade
from mal.monitoring.charts import Chart, ChartRow, build_chart, figure_values, sort_by_count
from mal.monitoring.figures import Report
from mal.monitoring.spreadsheet import Value
from mal.places.models import Site

# The figures that are drawn as charts.
CHARTED_FIGURES = ("bookings", "attendance", "occupancy")
UNITS = {"occupancy": "%"}
Sites = Mapping[int, Site]


@dataclass(frozen=True)
class ReportTable:
    """Headings and rows; the first cell of a row is its heading."""

    headings: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class BarsView:
    """One bar chart: its HTML id, its title and the items of the template's macro (label, value, site)."""

    id: str
    title: str
    items: Sequence[tuple[str, float, Site | None]]


@dataclass(frozen=True)
class ChartView:
    """One figure: bar charts that share a scale, and the same numbers as a table."""

    name: str
    title: str
    unit: str
    scale: float
    bars: Sequence[BarsView]
    table: ReportTable


@dataclass(frozen=True)
class HeatmapView:
    """A week: rows of an hour and, for each weekday, the number and its shade."""

    title: str
    site: Site | None
    rows: Sequence[tuple[str, Sequence[tuple[int, int]]]]


def site_title(site: Site | None) -> str:
    """Return the name of a site, or for None that of all sites together."""
    return _("All places together") if site is None else site.name


def chart_views(report: Report, sites: Sites) -> list[ChartView]:
    """Return the charts of a report; `sites` are those of the report by id, in its order."""
    titles = {
        "bookings": _("Booked meetings"),
        "attendance": _("Attendance"),
        "occupancy": _("Occupancy of the rooms"),
    }
    charts = [build_chart(report, name) for name in CHARTED_FIGURES]
    return [
        ChartView(
            name=chart.name,
            title=titles[chart.name],
            unit=UNITS.get(chart.name, ""),
            scale=chart.scale,
            bars=bars_views(chart, sites),
            table=chart_table(chart, sites),
        )
        for chart in charts
    ]


def bars_views(chart: Chart, sites: Sites) -> list[BarsView]:
    """Return the bar charts of a figure."""
    views = []
    for series in chart.series:
        site = None if series.site_id is None else sites[series.site_id]
        items = [(labels.format_month_short(month), round(value, 1), site) for month, value in series.bars]
        views.append(BarsView(f"{chart.name}-{series.site_id or 0}", site_title(site), items))
    return views


def chart_table(chart: Chart, sites: Sites) -> ReportTable:
    """Return the table of a figure: a row for each month, a column for each site and for all together."""
    together = [_("Together")] if len(sites) > 1 else []

    def cells(row: ChartRow) -> list[str]:
        values = [*row.values, row.total] if together else row.values
        return [labels.format_figure(value) for value in values]

    headings = [_("Month"), *(site.name for site in sites.values()), *together]
    return ReportTable(headings, [[labels.format_month(row.month), *cells(row)] for row in chart.rows])


def heatmap_views(heatmaps: Sequence[WeekHeatmap], sites: Sites) -> list[HeatmapView]:
    """Return the heatmaps; their shades share a scale."""
    maximum = max((heatmap.maximum for heatmap in heatmaps), default=0)
    views = []
    for heatmap in heatmaps:
        site = None if heatmap.site_id is None else sites[heatmap.site_id]
        rows = [
            (f"{hour}:00", [(number, shade(number, maximum)) for number in numbers])
            for hour, numbers in heatmap.hours
        ]
        views.append(HeatmapView(site_title(site), site, rows))
    return views


def refusal_bars(report: Report) -> list[tuple[str, int]]:
    """Return the labels of the reasons of refusal with their counts, the most frequent first."""
    return [(labels.refusal_label(code), count) for code, count in sort_by_count(report.total.refusals)]


def refusal_table(report: Report, sites: Sites) -> ReportTable:
    """Return the table of refusals: a row for each reason, a column for each site."""
    by_site = [report.of_site(site_id).refusals for site_id in sites]
    rows = [
        [labels.refusal_label(code), *(labels.format_figure(refusals[code]) for refusals in by_site)]
        for code, _count in sort_by_count(report.total.refusals)
    ]
    return ReportTable([_("Reason"), *(site.name for site in sites.values())], rows)


def figures_table(report: Report, sites: Sites) -> ReportTable:
    """Return the table of all figures: rows by site and month, with the sums of sites and of everything."""
    rows, together = [], _("together")
    for site in sites.values():
        for month in report.months:
            heading = unbroken(f"{site.name}, {labels.format_month_short(month)}")
            rows.append((heading, report.of_cell(site.id, month)))
        rows.append((unbroken(f"{site.name}, {together}"), report.of_site(site.id)))
    if len(sites) > 1:
        rows.append((unbroken(_("All places together")), report.total))
    return ReportTable(
        [_("Place and month"), *(str(label) for label in labels.FIGURE_LABELS.values())],
        [[heading, *map(labels.format_figure, figure_values(figures))] for heading, figures in rows],
    )


def unbroken(text: str) -> Markup:
    """Return a text that is shown on one line."""
    return Markup('<span class="nowrap">{}</span>').format(text)


def spreadsheet_table(report: Report, sites: Sites) -> tuple[list[str], Iterator[list[Value]]]:
    """Return headings and rows: a row for each site and month, a column for each figure and reason of refusal."""
    codes = sorted(report.total.refusals)
    headings = [
        _("Place"),
        _("Month"),
        *(str(label) for label in labels.FIGURE_LABELS.values()),
        *(_("Refused: %(reason)s", reason=labels.refusal_label(code)) for code in codes),
    ]
    rows = (
        [site.name, f"{month:%Y-%m}", *figure_values(figures), *(figures.refusals[code] for code in codes)]
        for site in sites.values()
        for month in report.months
        for figures in [report.of_cell(site.id, month)]
    )
    return headings, rows
