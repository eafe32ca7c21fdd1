"""When a place is open on a day: the room's own hours before the site's, the season's before the year's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mal.shared.timespan import Timespan, instant_at_minute


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """Hours of one weekday in minutes since midnight; `season_*` are month * 100 + day, both included."""

    weekday: int
    opens: int
    closes: int
    room_id: int | None = None
    season_from: int | None = None
    season_to: int | None = None


def in_season(day: date, season_from: int | None, season_to: int | None) -> bool:
    """Tell whether a day lies in a season of month-days, which may run over the new year."""
    if season_from is None or season_to is None:
        return True
    mark = day.month * 100 + day.day
    if season_from <= season_to:
        return season_from <= mark <= season_to
    return mark >= season_from or mark <= season_to


def rules_for(day: date, room_id: int | None, rules: Iterable[OpeningRule]) -> list[OpeningRule]:
    """Choose the most particular rules for a day: the room's before the site's, the season's before the year's.

    A more particular set that names other weekdays only means: shut on this one.
    """
    known = list(rules)
    own = [rule for rule in known if room_id is not None and rule.room_id == room_id]
    chosen = own or [rule for rule in known if rule.room_id is None]
    seasonal = [
        rule
        for rule in chosen
        if rule.season_from is not None and in_season(day, rule.season_from, rule.season_to)
    ]
    chosen = seasonal or [rule for rule in chosen if rule.season_from is None]
    return sorted((rule for rule in chosen if rule.weekday == day.weekday()), key=lambda r: r.opens)


def open_spans(
    day: date, room_id: int | None, rules: Iterable[OpeningRule], *, is_holiday: bool = False
) -> list[Timespan]:
    """Give the spans in which a room (or, without one, its site) is open on a day; none on a public holiday."""
    if is_holiday:
        return []
    return [
        Timespan(instant_at_minute(day, rule.opens), instant_at_minute(day, rule.closes))
        for rule in rules_for(day, room_id, rules)
    ]
