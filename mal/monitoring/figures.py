"""The figures of a report, from rows that the database has already counted, per site and month."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mal.monitoring.usage_card import BANDS

HELD = ("planned", "took_place", "no_show")
# A site and a month, named by its first day.
Cell = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Dates:
    """So many dates of a room that begin in a month and stand the same."""

    room_id: int
    month: date
    state: str
    dates: int
    seconds: int
    without_card: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came to the meetings of a room in a month."""

    room_id: int
    month: date
    headcount: int
    bands: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """So many applications for a room, sent in a month, that were answered the same."""

    room_id: int
    month: date
    state: str
    reason: str
    applications: int


@dataclass(frozen=True, slots=True)
class Answered:
    """So many applications for a room, sent in a month, that waited so many whole days."""

    room_id: int
    month: date
    days: int
    applications: int


@dataclass(slots=True)
class Figures:
    """What is known of a site in a month, or of several together."""

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
        """Count the dates that held a room: planned, taken place or missed."""
        return sum(self.dates[state] for state in HELD)

    @property
    def hours(self) -> float:
        """Give the hours of these dates."""
        return self.seconds / 3600

    @property
    def hours_open(self) -> float:
        """Give the hours in which the rooms were there to be held."""
        return self.minutes_open / 60

    @property
    def occupancy(self) -> float | None:
        """Give the part of the open hours that was held, in percent; each part of a joined room counts."""
        return 100 * self.room_seconds / (60 * self.minutes_open) if self.minutes_open else None

    @property
    def no_show_rate(self) -> float | None:
        """Give the part of the meetings with a known end that nobody came to, in percent."""
        over = self.dates["took_place"] + self.dates["no_show"]
        return 100 * self.dates["no_show"] / over if over else None

    @property
    def received(self) -> int:
        """Count the applications sent."""
        return self.applications.total()

    @property
    def median_days(self) -> float | None:
        """Give the median of the whole days until an answer."""
        return median(self.answers)

    def add(self, other: "Figures") -> None:
        """Take in the figures of another site or month."""
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


def median(counted: Mapping[int, int]) -> float | None:
    """Give the median of values that are counted instead of listed."""
    total = sum(counted.values())
    if not total:
        return None
    return (nth(counted, (total - 1) // 2) + nth(counted, total // 2)) / 2


def nth(counted: Mapping[int, int], place: int) -> int:
    """Give the value at a place of the sorted list, from 0."""
    for value in sorted(counted):
        place -= counted[value]
        if place < 0:
            return value
    raise IndexError(place)


def people_in(band: str) -> Callable[[Figures], int]:
    """Count who came of one age."""
    return lambda figures: figures.bands[band]


# The single figures by name, in the order of a table.
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
    **{band: people_in(band) for band in BANDS},
    "received": lambda figures: figures.received,
    "approved": lambda figures: figures.applications["approved"],
    "refused": lambda figures: figures.applications["refused"],
    "withdrawn": lambda figures: figures.applications["withdrawn"],
    "waiting": lambda figures: figures.applications["waiting"],
    "median_days": lambda figures: figures.median_days,
}


@dataclass(frozen=True, slots=True)
class Where:
    """Which site a room belongs to, and how many rooms it holds at once."""

    site_id: int
    parts: int = 1


@dataclass(frozen=True)
class Report:
    """The figures of some sites in some months in a row."""

    site_ids: Sequence[int]
    months: Sequence[date]
    cells: Mapping[Cell, Figures]

    def at(self, site_id: int, month: date) -> Figures:
        """Give the figures of a site in a month."""
        return self.cells[site_id, month]

    def of_site(self, site_id: int) -> Figures:
        """Give the figures of a site in all months."""
        return together(self.at(site_id, month) for month in self.months)

    def of_month(self, month: date) -> Figures:
        """Give the figures of all sites in a month."""
        return together(self.at(site_id, month) for site_id in self.site_ids)

    @property
    def total(self) -> Figures:
        """Give the figures of everything."""
        return together(self.cells.values())


def together(figures: Iterable[Figures]) -> Figures:
    """Add figures up."""
    total = Figures()
    for each in figures:
        total.add(each)
    return total


@dataclass(frozen=True, kw_only=True)
class Counted:
    """All that a report is made of."""

    dates: Iterable[Dates] = ()
    attendance: Iterable[Attendance] = ()
    asked: Iterable[Asked] = ()
    answered: Iterable[Answered] = ()
    minutes_open: Mapping[Cell, int] = field(default_factory=dict)


def report(
    site_ids: Sequence[int], months: Sequence[date], rooms: Mapping[int, Where], counted: Counted
) -> Report:
    """Bring what was counted by room to sites and months."""
    cells = {(site_id, month): Figures() for site_id in site_ids for month in months}
    for row in counted.dates:
        add_dates(cells[rooms[row.room_id].site_id, row.month], row, rooms[row.room_id].parts)
    for came in counted.attendance:
        figures = cells[rooms[came.room_id].site_id, came.month]
        figures.attendance += came.headcount
        figures.bands.update({band: came.bands[band] for band in BANDS})
    for asked in counted.asked:
        add_asked(cells[rooms[asked.room_id].site_id, asked.month], asked)
    for answered in counted.answered:
        cells[rooms[answered.room_id].site_id, answered.month].answers[answered.days] += answered.applications
    for cell, minutes in counted.minutes_open.items():
        cells[cell].minutes_open += minutes
    return Report(site_ids, months, cells)


def add_dates(figures: Figures, row: Dates, parts: int) -> None:
    """Count dates, and the hours of those that held a room."""
    figures.dates[row.state] += row.dates
    figures.without_card += row.without_card
    if row.state in HELD:
        figures.seconds += row.seconds
        figures.room_seconds += row.seconds * parts


def add_asked(figures: Figures, row: Asked) -> None:
    """Count applications, and the reasons of those that were refused."""
    figures.applications[row.state] += row.applications
    if row.state == "refused":
        figures.refusals[row.reason] += row.applications
