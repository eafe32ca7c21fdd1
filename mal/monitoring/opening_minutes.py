"""How many minutes rooms were open: opening hours in season, without public holidays and closures."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mal.places.opening import OpeningRule, open_spans
from mal.shared.months import add_months
from mal.shared.timespan import Timespan, subtract_spans

# Closed spans by room id and Warsaw day.
ClosedSpans = Mapping[tuple[int, date], Sequence[Timespan]]


@dataclass(frozen=True, slots=True)
class ReportRoom:
    """A room of a report, with its site, its season and the Warsaw day from which it is out of use."""

    id: int
    site_id: int
    season_from: int | None = None
    season_to: int | None = None
    retired_on: date | None = None

    def is_in_use(self, day: date) -> bool:
        """Return whether the room was not yet retired on a day."""
        return self.retired_on is None or day < self.retired_on


def days_in_month(month: date) -> Iterator[date]:
    """Return the days of a month, which is named by its first day."""
    next_month = add_months(month, 1)
    return (month + timedelta(days=number) for number in range((next_month - month).days))


class OpeningMinutes:
    """Opening minutes of rooms; the opening hours of a day are computed once for all rooms that share them."""

    def __init__(
        self,
        rules: Mapping[int, Sequence[OpeningRule]],
        public_holidays: Collection[date],
        closed_spans: ClosedSpans,
    ) -> None:
        """Prepare the computation from the opening rules by site id."""
        self._rules = rules
        self._public_holidays = public_holidays
        self._closed_spans = closed_spans
        self._rooms_with_rules = {rule.room_id for known in rules.values() for rule in known}
        self._cache: dict[tuple[int | date | None, ...], list[Timespan]] = {}

    def in_month(self, room: ReportRoom, month: date) -> int:
        """Return the minutes in which a room could be booked in a month."""
        return sum(self.on_day(room, day) for day in days_in_month(month) if room.is_in_use(day))

    def on_day(self, room: ReportRoom, day: date) -> int:
        """Return the minutes in which a room was open on a day, without closures."""
        spans = self.opening_spans(room, day)
        closed = self._closed_spans.get((room.id, day))
        return sum(span.minutes for span in (subtract_spans(spans, closed) if closed else spans))

    def opening_spans(self, room: ReportRoom, day: date) -> list[Timespan]:
        """Return the opening hours of a day, closures included."""
        own_id = room.id if room.id in self._rooms_with_rules else None
        key = (room.site_id, own_id, room.season_from, room.season_to, day)
        if key not in self._cache:
            rules = self._rules.get(room.site_id, ())
            self._cache[key] = open_spans(day, room, rules, is_holiday=day in self._public_holidays)
        return self._cache[key]
