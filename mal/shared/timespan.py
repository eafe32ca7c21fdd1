"""Half-open spans of time `[start, end)` and the way between instants and Warsaw's wall clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
MINUTES_A_DAY = 24 * 60
# The longest local day has 25 hours: nothing is held for longer in one row (see `by_day`).
LONGEST_LOCAL_DAY = timedelta(hours=25)


class NoSuchTime(ValueError):
    """The wall clock skips this time on that day (the spring change)."""


@dataclass(frozen=True, slots=True, order=True)
class Timespan:
    """A half-open span between two aware instants, kept in UTC; never empty.

    Python compares and subtracts two times of one zone by their wall clocks, which is wrong when clocks change.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Turn both ends into UTC; refuse naive instants and empty spans.

        Raises ValueError.
        """
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a timespan needs aware instants")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError("a timespan ends after it starts")

    @property
    def length(self) -> timedelta:
        """Give the elapsed time, not the difference of wall clocks."""
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """Give the elapsed whole minutes."""
        return int(self.length.total_seconds() // 60)

    @property
    def local_day(self) -> date:
        """Give the Warsaw calendar day on which the span starts."""
        return self.start.astimezone(WARSAW).date()

    def overlaps(self, other: "Timespan") -> bool:
        """Tell whether both hold at some instant; back to back is not an overlap."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Timespan") -> bool:
        """Tell whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def widened(self, *, before: timedelta = timedelta(), after: timedelta = timedelta()) -> "Timespan":
        """Give the same span with time added on either side."""
        return Timespan(self.start - before, self.end + after)

    def by_day(self) -> Iterator["Timespan"]:
        """Cut at each Warsaw midnight, so that no piece is longer than a local day."""
        start = self.start
        while start < self.end:
            midnight = to_utc(start.astimezone(WARSAW).date() + timedelta(days=1), time())
            end = min(midnight, self.end)
            yield Timespan(start, end)
            start = end


def to_utc(day: date, at: time) -> datetime:
    """Turn a Warsaw wall-clock time into a UTC instant; the first of the two in autumn.

    Raises NoSuchTime in the hour that the spring change skips.
    """
    found = datetime.combine(day, at, WARSAW).astimezone(UTC)
    if found.astimezone(WARSAW).replace(tzinfo=None) != datetime.combine(day, at):
        raise NoSuchTime(f"{day} {at}")
    return found


def local_timespan(day: date, starts: time, ends: time) -> Timespan:
    """Make the span of a meeting from its day and wall-clock times; an end of 00:00 is the next midnight.

    Raises NoSuchTime for skipped times and ValueError where the end is not after the start.
    """
    end_day = day + timedelta(days=1) if ends == time() else day
    return Timespan(to_utc(day, starts), to_utc(end_day, ends))


def whole_day(day: date) -> Timespan:
    """Give the span of one Warsaw calendar day: 23, 24 or 25 hours."""
    return Timespan(to_utc(day, time()), to_utc(day + timedelta(days=1), time()))


def whole_days(first: date, last: date) -> Timespan:
    """Give the span from the first day's midnight to the end of the last day, both included."""
    return Timespan(to_utc(first, time()), to_utc(last + timedelta(days=1), time()))


def instant_at_minute(day: date, minute: int) -> datetime:
    """Turn minutes since a day's start by the wall clock (1440: its end) into a UTC instant."""
    if minute >= MINUTES_A_DAY:
        return to_utc(day + timedelta(days=1), time())
    return to_utc(day, time(minute // 60, minute % 60))


def merge_spans(spans: Iterable[Timespan]) -> list[Timespan]:
    """Join overlapping and touching spans into the fewest that cover the same time."""
    result: list[Timespan] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Timespan(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def subtract_spans(within: Iterable[Timespan], taken: Iterable[Timespan]) -> list[Timespan]:
    """Give what is left of some spans when others are taken out of them."""
    busy = merge_spans(taken)
    free: list[Timespan] = []
    for frame in within:
        inside = [span for span in busy if span.overlaps(frame)]
        edges = [
            frame.start,
            *(edge for span in inside for edge in (span.start, span.end)),
            frame.end,
        ]
        pairs = list(pairwise(edges))[::2]
        free.extend(Timespan(start, end) for start, end in pairs if start < end)
    return free
