"""The figures of a site in a month, and of several together."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mal.monitoring.usage_card import AGE_BANDS

# States of an occurrence in which it holds its room.
HELD_STATES = ("planned", "took_place", "no_show")
# A site id and the first day of a month.
Cell = tuple[int, date]


@dataclass(slots=True)
class Figures:
    """Counts of a site in a month, or sums of several.

    `seconds` is the length of the held meetings, `room_seconds` the same with each part of a joined room counted.
    """

    dates: Counter[str] = field(default_factory=Counter)
    without_card: int = 0
    seconds: int = 0
    room_seconds: int = 0
    minutes_open: int = 0
    attendance: int = 0
    bands: Counter[str] = field(default_factory=Counter)
    applications: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def bookings(self) -> int:
        """Number of occurrences that held a room: planned, taken place or missed."""
        return sum(self.dates[state] for state in HELD_STATES)

    @property
    def hours(self) -> float:
        """Hours of these occurrences."""
        return self.seconds / 3600

    @property
    def hours_open(self) -> float:
        """Hours in which the rooms were open."""
        return self.minutes_open / 60

    @property
    def occupancy(self) -> float | None:
        """Percentage of the open time that was held, each part of a joined room counted; None if never open."""
        return 100 * self.room_seconds / (60 * self.minutes_open) if self.minutes_open else None

    @property
    def no_show_rate(self) -> float | None:
        """Percentage of no-shows among the occurrences with a card; None if there are none."""
        with_card = self.dates["took_place"] + self.dates["no_show"]
        return 100 * self.dates["no_show"] / with_card if with_card else None

    @property
    def received(self) -> int:
        """Number of applications submitted."""
        return self.applications.total()

    @property
    def median_days(self) -> float | None:
        """Median number of whole days until an answer; None without answers."""
        return median_of_counts(self.answers)

    def add(self, other: "Figures") -> None:
        """Add the counts of another site or month to these."""
        self.dates.update(other.dates)
        self.without_card += other.without_card
        self.seconds += other.seconds
        self.room_seconds += other.room_seconds
        self.minutes_open += other.minutes_open
        self.attendance += other.attendance
        self.bands.update(other.bands)
        self.applications.update(other.applications)
        self.refusals.update(other.refusals)
        self.answers.update(other.answers)


def median_of_counts(counts: Mapping[int, int]) -> float | None:
    """Return the median of values with their frequencies; None if there are no values."""
    total = sum(counts.values())
    if not total:
        return None
    return (nth_value(counts, (total - 1) // 2) + nth_value(counts, total // 2)) / 2


def nth_value(counts: Mapping[int, int], index: int) -> int:
    """Return the value at an index, from 0, of the sorted list of values with these frequencies.

    Raises IndexError.
    """
    for value in sorted(counts):
        index -= counts[value]
        if index < 0:
            return value
    raise IndexError(index)


def sum_figures(figures: Iterable[Figures]) -> Figures:
    """Return the sum of some figures."""
    total = Figures()
    for each in figures:
        total.add(each)
    return total


def band_getter(band: str) -> Callable[[Figures], int]:
    """Return the function that reads the attendance of an age band."""
    return lambda figures: figures.bands[band]


# Functions that read a single figure, by its name, in the order of the table.
FIGURES: Mapping[str, Callable[[Figures], float | None]] = {
    "bookings": lambda figures: figures.bookings,
    "took_place": lambda figures: figures.dates["took_place"],
    "no_show": lambda figures: figures.dates["no_show"],
    "planned": lambda figures: figures.dates["planned"],
    "without_card": lambda figures: figures.without_card,
    "cancelled": lambda figures: figures.dates["cancelled"],
    "no_show_rate": lambda figures: figures.no_show_rate,
    "hours": lambda figures: figures.hours,
    "hours_open": lambda figures: figures.hours_open,
    "occupancy": lambda figures: figures.occupancy,
    "attendance": lambda figures: figures.attendance,
    **{band: band_getter(band) for band in AGE_BANDS},
    "received": lambda figures: figures.received,
    "approved": lambda figures: figures.applications["approved"],
    "refused": lambda figures: figures.applications["refused"],
    "withdrawn": lambda figures: figures.applications["withdrawn"],
    "waiting": lambda figures: figures.applications["waiting"],
    "median_days": lambda figures: figures.median_days,
}


@dataclass(frozen=True)
class Report:
    """The figures of some sites in consecutive months."""

    site_ids: Sequence[int]
    months: Sequence[date]
    cells: Mapping[Cell, Figures]

    def of_cell(self, site_id: int, month: date) -> Figures:
        """Return the figures of a site in a month."""
        return self.cells[site_id, month]

    def of_site(self, site_id: int) -> Figures:
        """Return the figures of a site in all months."""
        return sum_figures(self.of_cell(site_id, month) for month in self.months)

    def of_month(self, month: date) -> Figures:
        """Return the figures of all sites in a month."""
        return sum_figures(self.of_cell(site_id, month) for site_id in self.site_ids)

    @property
    def total(self) -> Figures:
        """The figures of all sites in all months."""
        return sum_figures(self.cells.values())
