"""The shapes that pages draw: lines of a day, days, rooms by days, weeks of a month, hours of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from mal.calendars.programme import Site
from mal.shared.timespan import WARSAW

# So many lines fit into a square of the month; one more line would say what it hides.
MOST_IN_A_SQUARE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the reader's language calls things."""

    taken: str
    request: str
    waiting: str
    closed: str
    group_only: str
    whole_site: str
    shut_all_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a day, in local time; of kind "elsewhere" where a meeting in another room takes this one, too."""

    starts: datetime
    ends: datetime
    title: str
    room_name: str
    site: Site
    kind: str
    url: str | None = None
    state_word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """One day with its lines."""

    date: date
    entries: Sequence[Entry]
    holiday: str | None = None
    is_today: bool = False
    is_shut: bool = False
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RoomLink:
    """A room at the head of its row."""

    name: str
    site: Site
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One room on one day, and where to ask for what is still free of it."""

    entries: Sequence[Entry]
    is_shut: bool = False
    free_url: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One room through the days."""

    room: RoomLink
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rooms by days."""

    caption: str
    days: Sequence[Rail]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a month's picture: its first lines, and how many more there are."""

    rail: Rail
    entries: Sequence[Entry]
    more: int
    is_other: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """Some days in a row that are opened and closed at once."""

    rails: Sequence[Rail]
    is_open: bool
    is_past: bool = False

    @property
    def meetings(self) -> int:
        """Count what happens in these days."""
        return sum(entry.kind != "closure" for rail in self.rails for entry in rail.entries)


def past_and_coming(rails: Sequence[Rail], today: date) -> tuple[Fold | None, Sequence[Rail]]:
    """Fold the days before today away, where today or a later day follows them."""
    coming = [rail for rail in rails if rail.date >= today]
    past = [rail for rail in rails if rail.date < today] if coming else []
    return (Fold(past, is_open=False, is_past=True), coming) if past else (None, rails)


def folds_of(rails: Sequence[Rail], today: date) -> list[Fold]:
    """Fold a month into what is past and weeks; the first week that is not past lies open."""
    past, coming = past_and_coming(rails, today)
    weeks = [list(days) for _week, days in groupby(coming, key=lambda rail: rail.date.isocalendar()[:2])]
    return [*([past] if past else []), *(Fold(days, is_open=days is weeks[0]) for days in weeks)]


def weeks_of(rails: Sequence[Rail], month: int) -> list[list[Square]]:
    """Lay whole weeks of days out as the picture of a month."""
    squares = [square(rail, month) for rail in rails]
    return [squares[first : first + 7] for first in range(0, len(squares), 7)]


def square(rail: Rail, month: int) -> Square:
    """Choose what a day's square has room for: what shuts a place, then the earliest."""
    lines = sorted(rail.entries, key=lambda entry: entry.kind != "closure")
    fit = len(lines) if len(lines) <= MOST_IN_A_SQUARE else MOST_IN_A_SQUARE - 1
    return Square(rail, lines[:fit], len(lines) - fit, rail.date.month != month)


def minute(moment: datetime, day: date) -> int:
    """Count the minutes of the wall clock from the beginning of a day."""
    return (moment.date() - day).days * 1440 + moment.hour * 60 + moment.minute


def local(instant: datetime) -> datetime:
    """Give Warsaw's wall clock of an instant."""
    return instant.astimezone(WARSAW)


def by_clock(entry: Entry) -> tuple[datetime, str, str]:
    """Order lines by the clock, then by room."""
    return entry.starts, entry.site.slug, entry.room_name
