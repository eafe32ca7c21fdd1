"""Half-open spans of time `[start, end)`, and conversion between instants and Warsaw's wall clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
MINUTES_A_DAY = 24 * 60
# The day of the autumn change has 25 hours. No row of what is held lasts longer: see `Timespan.by_day`.
LONGEST_LOCAL_DAY = timedelta(hours=25)


class NoSuchTime(ValueError):
    """The wall clock skips this time on that day: the spring change."""


@dataclass(frozen=True, slots=True, order=True)
class Timespan:
    """A half-open span between two aware instants, converted to UTC; never empty.

    UTC, because Python compares and subtracts two times of one zone by their wall clocks, which is wrong on the days
    on which the clocks change.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Convert both ends to UTC.

        Raises ValueError for naive instants and for spans that do not end after they start.
        """
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a timespan needs aware instants")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError("a timespan ends after it starts")

    @property
    def length(self) -> timedelta:
        """The elapsed time, not the difference of wall clocks."""
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """The elapsed time in whole minutes."""
        return int(self.length.total_seconds() // 60)

    @property
    def local_day(self) -> date:
        """The Warsaw calendar day on which the span starts."""
        return self.start.astimezone(WARSAW).date()

    def overlaps(self, other: "Timespan") -> bool:
        """Return whether the spans share an instant; back to back is not an overlap."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Timespan") -> bool:
        """Return whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def widened(self, *, before: timedelta = timedelta(), after: timedelta = timedelta()) -> "Timespan":
        """Return the span with time added on either side."""
        return Timespan(self.start - before, self.end + after)

    def by_day(self) -> Iterator["Timespan"]:
        """Yield the span cut at each Warsaw midnight, so that no piece is longer than a local day."""
        start = self.start
        while start < self.end:
            midnight = to_utc(start.astimezone(WARSAW).date() + timedelta(days=1), time())
            end = min(midnight, self.end)
            yield Timespan(start, end)
            start = end


def to_utc(day: date, at: time) -> datetime:
    """Return the UTC instant of a Warsaw wall-clock time; of the hour that autumn repeats, the first one.

    Raises NoSuchTime in the hour that spring skips.
    """
    instant = datetime.combine(day, at, WARSAW).astimezone(UTC)
    if instant.astimezone(WARSAW).replace(tzinfo=None) != datetime.combine(day, at):
        raise NoSuchTime(f"{day} {at}")
    return instant


def local_timespan(day: date, starts: time, ends: time) -> Timespan:
    """Return the span between two Warsaw wall-clock times of a day; an end of 00:00 is the next midnight.

    Raises NoSuchTime (a ValueError) for a time that spring skips, and ValueError if the end is not after the start.
    """
    end_day = day + timedelta(days=1) if ends == time() else day
    return Timespan(to_utc(day, starts), to_utc(end_day, ends))


def is_end_after_start(starts: time, ends: time) -> bool:
    """Return whether a time of day can end what starts at another; 00:00 ends the day."""
    return ends == time() or ends > starts


def local_timespans(days: Iterable[date], starts: time, ends: time) -> tuple[list[Timespan], list[date]]:
    """Return the spans between two Warsaw wall-clock times on some days, and the days on which spring skips one.

    Raises ValueError if the end is not after the start.
    """
    spans: list[Timespan] = []
    skipped: list[date] = []
    for day in days:
        try:
            spans.append(local_timespan(day, starts, ends))
        except NoSuchTime:
            skipped.append(day)
    return spans, skipped


def whole_day(day: date) -> Timespan:
    """Return the span of one Warsaw calendar day: 23, 24 or 25 hours."""
    return Timespan(to_utc(day, time()), to_utc(day + timedelta(days=1), time()))


def whole_days(first: date, last: date) -> Timespan:
    """Return the span of consecutive Warsaw days, from the first to the last, both included."""
    return Timespan(to_utc(first, time()), to_utc(last + timedelta(days=1), time()))


def instant_at_minute(day: date, minute: int) -> datetime:
    """Return the UTC instant of a Warsaw wall-clock time in minutes since midnight; 1440 is the day's end."""
    if minute >= MINUTES_A_DAY:
        return to_utc(day + timedelta(days=1), time())
    return to_utc(day, time(minute // 60, minute % 60))


def merge_spans(spans: Iterable[Timespan]) -> list[Timespan]:
    """Return the fewest spans that cover the same time, sorted: overlapping and touching ones are joined."""
    result: list[Timespan] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Timespan(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def subtract_spans(within: Iterable[Timespan], taken: Iterable[Timespan]) -> list[Timespan]:
    """Return what is left of some spans when others are taken out of them."""
    busy = merge_spans(taken)
    free: list[Timespan] = []
    for outer in within:
        inside = [span for span in busy if span.overlaps(outer)]
        edges = [
            outer.start,
            *(edge for span in inside for edge in (span.start, span.end)),
            outer.end,
        ]
        pairs = list(pairwise(edges))[::2]
        free.extend(Timespan(start, end) for start, end in pairs if start < end)
    return free
