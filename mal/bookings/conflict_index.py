"""Clashes of many dates against all that is held, loaded once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from mal.bookings.availability import Clash, HeldSpan, Problem, ResourceNeed, find_clashes
from mal.shared.timespan import Timespan


def utc_days(span: Timespan) -> Iterator[date]:
    """Yield the UTC days that a span touches, its end included."""
    day, last = span.start.astimezone(UTC).date(), span.end.astimezone(UTC).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


class ConflictIndex:
    """What is held, indexed by resource and UTC day, so that each date is compared only with what lies on its day."""

    def __init__(self, held: Iterable[HeldSpan], now: datetime) -> None:
        """Index what is held; dates that start at `now` or before are past."""
        self.now = now
        self.held = list(held)
        self.by_day: dict[tuple[int, date], list[int]] = {}
        for number, one in enumerate(self.held):
            for day in utc_days(one.span):
                self.by_day.setdefault((one.resource_id, day), []).append(number)

    def near(self, needs: Sequence[ResourceNeed], meeting: Timespan) -> list[HeldSpan]:
        """Return what is held on the days of a meeting of anything that it needs, in the order given at first."""
        numbers = {
            number
            for need in needs
            for day in utc_days(need.held(meeting))
            for number in self.by_day.get((need.resource_id, day), ())
        }
        return [self.held[number] for number in sorted(numbers)]

    def clashes(self, needs: Sequence[ResourceNeed], meeting: Timespan) -> list[Clash]:
        """Return what keeps a date from being approved now; for the past, only that it is past."""
        if meeting.start <= self.now:
            return [Clash(Problem.PAST)]
        return find_clashes(needs, meeting, self.near(needs, meeting))
