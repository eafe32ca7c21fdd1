"""Which bars a report draws: small multiples by place while they are few, else one picture of all together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mal.monitoring.figures import FIGURES, Figures, Report

# So many pictures fit side by side.
MOST_PICTURES = 4
# Figures that are a part of something: a full bar is the whole of it.
WHOLE = {"occupancy": 100}


@dataclass(frozen=True, slots=True)
class Row:
    """The values of a month, by place and of all together."""

    month: date
    values: Sequence[float | None]
    total: float | None


@dataclass(frozen=True, slots=True)
class Strip:
    """The bars of one place, or of all (`None`), month by month."""

    site_id: int | None
    bars: Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Topic:
    """One figure, as pictures to one scale and as the table of the same numbers."""

    name: str
    strips: Sequence[Strip]
    top: float
    rows: Sequence[Row]


def topic(report: Report, name: str) -> Topic:
    """Draw one figure of a report."""
    figure = FIGURES[name]
    rows = [
        Row(
            month,
            [figure(report.at(site_id, month)) for site_id in report.site_ids],
            figure(report.of_month(month)),
        )
        for month in report.months
    ]
    if len(report.site_ids) > MOST_PICTURES:
        strips = [Strip(None, [(row.month, row.total or 0) for row in rows])]
    else:
        strips = [
            Strip(site_id, [(row.month, row.values[number] or 0) for row in rows])
            for number, site_id in enumerate(report.site_ids)
        ]
    values = [value for strip in strips for _, value in strip.bars]
    return Topic(name, strips, max([WHOLE.get(name, 0), *values]), rows)


def most_first(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """Order what was counted, the most frequent first."""
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def line(figures: Figures) -> list[float | None]:
    """Give all single figures in the order of the table."""
    return [figure(figures) for figure in FIGURES.values()]
