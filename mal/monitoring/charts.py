"""Bar charts of a report: one for each site while they are few, else one of all sites together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mal.monitoring.figures import FIGURES, Figures, Report

# So many charts fit side by side.
MAX_CHARTS = 4
# Percentages: a full bar is the whole.
MINIMUM_SCALES = {"occupancy": 100}


@dataclass(frozen=True, slots=True)
class ChartRow:
    """The values of a month in the order of the sites, and of all sites together; None is unknown."""

    month: date
    values: Sequence[float | None]
    total: float | None


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """The bars of one site (None: all sites together), month by month."""

    site_id: int | None
    bars: Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure as series that share a scale, and as the rows of a table with the same numbers."""

    name: str
    series: Sequence[ChartSeries]
    scale: float
    rows: Sequence[ChartRow]


def build_chart(report: Report, name: str) -> Chart:
    """Return the chart of one figure of a report, by the figure's name."""
    figure = FIGURES[name]
    rows = [
        ChartRow(
            month,
            [figure(report.of_cell(site_id, month)) for site_id in report.site_ids],
            figure(report.of_month(month)),
        )
        for month in report.months
    ]
    if len(report.site_ids) > MAX_CHARTS:
        series = [ChartSeries(None, [(row.month, row.total or 0) for row in rows])]
    else:
        series = [
            ChartSeries(site_id, [(row.month, row.values[number] or 0) for row in rows])
            for number, site_id in enumerate(report.site_ids)
        ]
    values = [value for each in series for _, value in each.bars]
    return Chart(name, series, max([MINIMUM_SCALES.get(name, 0), *values]), rows)


def sort_by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return names with their counts, the most frequent first."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def figure_values(figures: Figures) -> list[float | None]:
    """Return all figures in the order of FIGURES."""
    return [figure(figures) for figure in FIGURES.values()]
