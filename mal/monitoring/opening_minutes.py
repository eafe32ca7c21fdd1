"""How long the places were offered: opening hours without holidays, closures and the time of year they rest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mal.places.opening import OpeningRule, open_spans
from mal.shared.months import add_months
from mal.shared.timespan import Timespan, subtract_spans

# What was shut, by the room and the Warsaw day.
Shut = Mapping[tuple[int, date], Sequence[Timespan]]


@dataclass(frozen=True, slots=True)
class Space:
    """A room that can be held by itself: a whole made of parts is offered as its parts."""

    id: int
    site_id: int
    season_from: int | None = None
    season_to: int | None = None
    retired_on: date | None = None

    def is_in_use(self, day: date) -> bool:
        """Return whether the room was not yet retired on a day."""
        return self.retired_on is None or day < self.retired_on


def days_of(month: date) -> Iterator[date]:
    """List the days of a month."""
    after = add_months(month, 1)
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
        self.known: dict[tuple[int | date | None, ...], list[Timespan]] = {}

    def minutes(self, space: Space, month: date) -> int:
        """Sum the minutes in which a room was there to be held in a month."""
        return sum(self.minutes_on(space, day) for day in days_of(month) if space.is_in_use(day))

    def minutes_on(self, space: Space, day: date) -> int:
        """Sum them for a day."""
        spans = self.spans(space, day)
        closed = self.shut.get((space.id, day))
        return sum(span.minutes for span in (subtract_spans(spans, closed) if closed else spans))

    def spans(self, space: Space, day: date) -> list[Timespan]:
        """Return the opening hours of a day, whatever is shut."""
        own_id = space.id if space.id in self.own else None
        key = (space.site_id, own_id, space.season_from, space.season_to, day)
        if key not in self.known:
            rules = self.rules.get(space.site_id, ())
            self.known[key] = open_spans(day, space, rules, is_holiday=day in self.public_holidays)
        return self.known[key]
