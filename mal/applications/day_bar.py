"""A day of a room as a strip: open hours, what is taken, the time that is wished for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from mal.shared.timespan import WARSAW, Timespan

# What a strip shows at least, by the wall clock.
FIRST, LAST = 8, 20
TICK_HOURS = 4


class BarSegment(NamedTuple):
    """A piece of the strip, in percent of its width."""

    kind: str
    x: float
    width: float


class Tick(NamedTuple):
    """An hour written below the strip."""

    words: str
    x: float


@dataclass(frozen=True, slots=True)
class DayBarScale:
    """A day between two hours, the same for all rooms that are shown beside each other."""

    day: date
    first: int
    last: int

    def bars(self, kind: str, spans: Iterable[Timespan]) -> list[BarSegment]:
        """Draw some spans, cut where the strip ends."""
        share = 100 / ((self.last - self.first) * 60)
        drawn = []
        for span in spans:
            left = max(self.minute(span.start), 0)
            right = min(self.minute(span.end), (self.last - self.first) * 60)
            if right > left:
                drawn.append(BarSegment(kind, round(left * share, 2), round((right - left) * share, 2)))
        return drawn

    def minute(self, instant: datetime) -> int:
        """Count the minutes of the wall clock from the strip's first hour."""
        local = instant.astimezone(WARSAW)
        return ((local.date() - self.day).days * 24 + local.hour - self.first) * 60 + local.minute

    def ticks(self) -> list[Tick]:
        """Choose the hours that are written."""
        hours = range(-(-self.first // TICK_HOURS) * TICK_HOURS, self.last, TICK_HOURS)
        share = 100 / (self.last - self.first)
        return [Tick(str(hour), round((hour - self.first) * share, 2)) for hour in hours]


def day_bar_scale(day: date, spans: Sequence[Timespan]) -> DayBarScale:
    """Make a strip that is wide enough for some spans of a day."""
    narrow = DayBarScale(day, 0, 24)
    begins = [narrow.minute(span.start) // 60 for span in spans]
    ends = [-(-narrow.minute(span.end) // 60) for span in spans]
    return DayBarScale(day, max(min([FIRST, *begins]), 0), min(max([LAST, *ends]), 24))
