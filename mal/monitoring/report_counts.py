"""Rows that the database has counted by room and month, and the report that is built of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mal.monitoring.figures import HELD_STATES, Cell, Figures, Report
from mal.monitoring.usage_card import AGE_BANDS


@dataclass(frozen=True, slots=True)
class DateCount:
    """Number of occurrences in a room that begin in a month and have the same state, and their total length."""

    room_id: int
    month: date
    state: str
    dates: int
    seconds: int
    without_card: int = 0


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """Number of people at the meetings of a room in a month, in all and by age band."""

    room_id: int
    month: date
    headcount: int
    bands: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ApplicationCount:
    """Number of applications for a room, submitted in a month, with the same state and reason of refusal."""

    room_id: int
    month: date
    state: str
    reason: str
    applications: int


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """Number of applications for a room, submitted in a month, that were answered after the same number of days."""

    room_id: int
    month: date
    days: int
    applications: int


@dataclass(frozen=True, slots=True)
class RoomWeight:
    """The site of a room and the number of its parts, 1 for a room without parts."""

    site_id: int
    parts: int = 1


@dataclass(frozen=True, kw_only=True)
class ReportCounts:
    """All counts that a report is built of."""

    dates: Iterable[DateCount] = ()
    attendance: Iterable[AttendanceCount] = ()
    applications: Iterable[ApplicationCount] = ()
    answers: Iterable[AnswerCount] = ()
    minutes_open: Mapping[Cell, int] = field(default_factory=dict)


def build_report(
    site_ids: Sequence[int], months: Sequence[date], rooms: Mapping[int, RoomWeight], counts: ReportCounts
) -> Report:
    """Return the report of counts by room, summed by site; `rooms` are by id."""
    cells = {(site_id, month): Figures() for site_id in site_ids for month in months}

    def cell_of(room_id: int, month: date) -> Figures:
        return cells[rooms[room_id].site_id, month]

    for dates in counts.dates:
        add_dates(cell_of(dates.room_id, dates.month), dates, rooms[dates.room_id].parts)
    for came in counts.attendance:
        figures = cell_of(came.room_id, came.month)
        figures.attendance += came.headcount
        figures.bands.update({band: came.bands[band] for band in AGE_BANDS})
    for submitted in counts.applications:
        add_applications(cell_of(submitted.room_id, submitted.month), submitted)
    for answered in counts.answers:
        cell_of(answered.room_id, answered.month).answers[answered.days] += answered.applications
    for cell, minutes in counts.minutes_open.items():
        cells[cell].minutes_open += minutes
    return Report(site_ids, months, cells)


def add_dates(figures: Figures, count: DateCount, parts: int) -> None:
    """Add a count of occurrences; the length counts only if they held the room."""
    figures.dates[count.state] += count.dates
    figures.without_card += count.without_card
    if count.state in HELD_STATES:
        figures.seconds += count.seconds
        figures.room_seconds += count.seconds * parts


def add_applications(figures: Figures, count: ApplicationCount) -> None:
    """Add a count of applications, and of refusals by reason."""
    figures.applications[count.state] += count.applications
    if count.state == "refused":
        figures.refusals[count.reason] += count.applications
