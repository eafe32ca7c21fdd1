"""When a room is open on a day: its own hours before the site's, the season's before the year's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mal.shared.timespan import Timespan, instant_at_minute


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """Hours of one weekday (0 is Monday), in minutes since Warsaw's midnight.

    They are those of the site, or of one room of it. A season is written as month * 100 + day, both ends included.
    """

    weekday: int
    opens: int
    closes: int
    room_id: int | None = None
    season_from: int | None = None
    season_to: int | None = None


class SeasonalRoom(Protocol):
    """A room as the opening rules see it; without a season it is used all the year round."""

    @property
    def id(self) -> int:
        """The id by which rules name the room."""

    @property
    def season_from(self) -> int | None:
        """The first day of its season, as month * 100 + day."""

    @property
    def season_to(self) -> int | None:
        """The last day of its season, included."""


def in_season(day: date, season_from: int | None, season_to: int | None) -> bool:
    """Return whether a day lies in a season, which may run over the new year; without one, every day does."""
    if season_from is None or season_to is None:
        return True
    mark = day.month * 100 + day.day
    if season_from <= season_to:
        return season_from <= mark <= season_to
    return mark >= season_from or mark <= season_to


def rules_for(day: date, room_id: int, rules: Iterable[OpeningRule]) -> list[OpeningRule]:
    """Return the most specific rules for a room on a day, in the order of the clock.

    The room's own rules replace those of its site, and the season's replace the year-round ones. A more specific set
    that names other weekdays only means that the room is closed on this one.
    """
    known = list(rules)
    chosen = [rule for rule in known if rule.room_id == room_id] or [
        rule for rule in known if rule.room_id is None
    ]
    seasonal = [
        rule
        for rule in chosen
        if rule.season_from is not None and in_season(day, rule.season_from, rule.season_to)
    ]
    chosen = seasonal or [rule for rule in chosen if rule.season_from is None]
    return sorted((rule for rule in chosen if rule.weekday == day.weekday()), key=lambda r: r.opens)


def open_spans(
    day: date, room: SeasonalRoom, rules: Iterable[OpeningRule], *, is_holiday: bool
) -> list[Timespan]:
    """Return the spans in which a room is open on a Warsaw day, by the rules of its site.

    There are none on a public holiday and none outside the room's season.
    """
    if is_holiday or not in_season(day, room.season_from, room.season_to):
        return []
    return [
        Timespan(instant_at_minute(day, rule.opens), instant_at_minute(day, rule.closes))
        for rule in rules_for(day, room.id, rules)
    ]
