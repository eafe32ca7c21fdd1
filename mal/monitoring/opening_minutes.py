"""How long the places were offered: opening hours without holidays, closures and the time of year they rest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mal.monitoring.months import moved
from mal.places.opening import OpeningRule, in_season, open_spans
from mal.shared.timespan import Timespan, subtract_spans

# What was shut, by the room and the Warsaw day.
Shut = Mapping[tuple[int, date], Sequence[Timespan]]


@dataclass(frozen=True, slots=True)
class Space:
    """A room that can be held by itself: a whole made of parts is offered as its parts."""

    room_id: int
    site_id: int
    season_from: int | None = None
    season_to: int | None = None
    retired_on: date | None = None

    def is_used_on(self, day: date) -> bool:
        """Tell whether the room is used at all at that time."""
        in_use = self.retired_on is None or day < self.retired_on
        return in_use and in_season(day, self.season_from, self.season_to)


def days_of(month: date) -> Iterator[date]:
    """List the days of a month."""
    after = moved(month, 1)
    return (month + timedelta(days=number) for number in range((after - month).days))


class Offer:
    """The opening hours of all places, with each day worked out once for all rooms that share its hours."""

    def __init__(
        self, rules: Mapping[int, Sequence[OpeningRule]], public_holidays: Collection[date], shut: Shut
    ) -> None:
        """Keep what the answer follows from."""
        self.rules = rules
        self.public_holidays = public_holidays
        self.shut = shut
        self.own = {rule.room_id for known in rules.values() for rule in known}
        self.known: dict[tuple[int, int | None, date], list[Timespan]] = {}

    def minutes(self, space: Space, month: date) -> int:
        """Sum the minutes in which a room was there to be held in a month."""
        return sum(self.minutes_on(space, day) for day in days_of(month) if space.is_used_on(day))

    def minutes_on(self, space: Space, day: date) -> int:
        """Sum them for a day."""
        spans = self.spans(space, day)
        closed = self.shut.get((space.room_id, day))
        return sum(span.minutes for span in (subtract_spans(spans, closed) if closed else spans))

    def spans(self, space: Space, day: date) -> list[Timespan]:
        """Give the opening hours of a day, whatever is shut."""
        room_id = space.room_id if space.room_id in self.own else None
        key = (space.site_id, room_id, day)
        if key not in self.known:
            rules = self.rules.get(space.site_id, ())
            self.known[key] = open_spans(day, room_id, rules, is_holiday=day in self.public_holidays)
        return self.known[key]
