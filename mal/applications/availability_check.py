"""Gather the facts about a wish, in a fixed number of statements, and have it judged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from mal.bookings import queries
from mal.bookings.availability import (
    BookingRules,
    Clash,
    HeldSpan,
    check_availability,
    find_clashes,
    list_free_spans,
    list_free_starts,
    nearest_starts,
)
from mal.bookings.needs import room_needs
from mal.places import holidays
from mal.places.models import Equipment, Room
from mal.places.opening import OpeningRule, open_spans
from mal.places.queries import list_opening_rules
from mal.regulations.policy import Policy
from mal.regulations.queries import get_policy
from mal.shared import clock
from mal.shared.timespan import WARSAW, Timespan, whole_days
from mal.shared.working_days import add_working_days

# How far around a date something free is looked for instead; the nearest days first, the later before the earlier.
AROUND = timedelta(days=3)
NEIGHBOURS = [timedelta(days=days) for days in (1, -1, 2, -2, 3, -3)]


@dataclass(frozen=True, kw_only=True)
class BookingCriteria:
    """What a meeting needs, wherever and whenever it will be."""

    people: int
    equipment: Sequence[tuple[Equipment, int]] = ()
    group_id: int | None = None
    is_series: bool = False
    but_booking: int | None = None


@dataclass(frozen=True)
class DateLimits:
    """The days that may be asked for: from the first on, single ones and series as far as the rules reach."""

    first_day: date
    last_day: date
    last_of_series: date


def current_limits(policy: Policy | None = None) -> DateLimits:
    """Work out the days that may be asked for today."""
    today = clock.today()
    numbers = policy or get_policy(today)
    return DateLimits(
        first_day=add_working_days(today, numbers.notice_working_days, holidays.is_working_day),
        last_day=today + timedelta(days=numbers.horizon_days),
        last_of_series=today + timedelta(days=numbers.series_horizon_days),
    )


@dataclass(frozen=True)
class DateResult:
    """One date: what stands against it and, if anything does, the nearest free starts of that day."""

    span: Timespan
    clashes: list[Clash]
    instead: list[tuple[Room, list[datetime]]] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Tell whether nothing stands against it."""
        return not self.clashes

    @property
    def may_be_overruled(self) -> bool:
        """Tell whether staff may go past all that stands against it."""
        return all(clash.is_soft for clash in self.clashes)


class AvailabilityCheck:
    """Facts about some rooms over some time, gathered once for all questions about them."""

    def __init__(self, rooms: Sequence[Room], wish: BookingCriteria, within: Timespan) -> None:
        """Gather: what is held, hours, holidays, the group's weeks, the numbers in force."""
        self.rooms = rooms
        self.wish = wish
        self.now = clock.now()
        self.today = clock.today()
        self.policy: Policy = get_policy(self.today)
        self.rules: dict[int, list[OpeningRule]] = list_opening_rules()
        self.needs = {room.id: room_needs(room, wish.equipment) for room in rooms}
        window = within.widened(before=AROUND, after=AROUND)
        ids = {need.resource_id for needs in self.needs.values() for need in needs}
        self.held: dict[int, list[HeldSpan]] = {id_: [] for id_ in ids}
        for one in queries.list_allocations(ids, window, but_booking=wish.but_booking) if ids else ():
            self.held[one.resource_id].append(one)
        self.used = (
            {}
            if wish.group_id is None
            else queries.sum_minutes_by_week(wish.group_id, whole_weeks(within), but_booking=wish.but_booking)
        )

    def open_on(self, room: Room, day: date) -> list[Timespan]:
        """Return the spans in which a room is open on a day."""
        rules = self.rules.get(room.site_id, ())
        return open_spans(day, room, rules, is_holiday=holidays.is_holiday(day))

    def held_for(self, room: Room) -> list[HeldSpan]:
        """Choose what is held of anything that a meeting in this room would hold."""
        ids = sorted({need.resource_id for need in self.needs[room.id]})
        return [one for id_ in ids for one in self.held[id_]]

    def frame(self, room: Room, days: Sequence[date]) -> BookingRules:
        """Set out what holds for all dates of a meeting in this room."""
        bounds = current_limits(self.policy)
        names = {day: holidays.holiday_name(day) for day in days}
        return BookingRules(
            now=self.now,
            people=self.wish.people,
            max_people=room.max_people,
            open_on={day: self.open_on(room, day) for day in days},
            holidays={day: name for day, name in names.items() if name is not None},
            out_of_season=frozenset(day for day in days if not room.in_season(day)),
            first_day=bounds.first_day,
            last_day=bounds.last_of_series if self.wish.is_series else bounds.last_day,
            longest_minutes=self.policy.longest_minutes,
            weekly_minutes=self.policy.weekly_minutes,
            used_minutes=self.used,
        )

    def verdicts(
        self, room: Room, spans: Sequence[Timespan], *, look_elsewhere: bool = True
    ) -> list[DateResult]:
        """Judge the dates of a meeting in a room, and find what is free instead where one clashes."""
        frame = self.frame(room, [span.local_day for span in spans])
        judged = check_availability(spans, self.needs[room.id], self.held_for(room), frame)
        return [
            DateResult(span, clashes, self.instead(room, span) if clashes and look_elsewhere else [])
            for span, clashes in zip(spans, judged, strict=True)
        ]

    def starts(self, room: Room, day: date, length: timedelta) -> list[datetime]:
        """List the starts of a day at which a meeting of that length fits into a room."""
        return list_free_starts(
            length, self.needs[room.id], self.held_for(room), self.open_on(room, day), self.now
        )

    def near(self, room: Room, span: Timespan) -> list[datetime]:
        """Find the free starts of that day that are nearest to a wanted one, for a meeting that may be asked for."""
        starts = nearest_starts(self.starts(room, span.local_day, span.length), span.start)
        return [
            start
            for start in starts
            if self.verdicts(room, [Timespan(start, start + span.length)], look_elsewhere=False)[0].is_free
        ]

    def near_days(self, room: Room, span: Timespan, most: int = 2) -> list[datetime]:
        """Find the free start nearest to a wanted hour on the days around, the nearest days first."""
        found: list[datetime] = []
        for away in NEIGHBOURS:
            wanted = same_hour(span, away)
            starts = nearest_starts(self.starts(room, span.local_day + away, span.length), wanted, most=1)
            meetings = [Timespan(start, start + span.length) for start in starts]
            verdicts = self.verdicts(room, meetings, look_elsewhere=False)
            found += [verdict.span.start for verdict in verdicts if verdict.is_free]
            if len(found) >= most:
                break
        return found

    def count_free(self, room: Room, spans: Sequence[Timespan]) -> int:
        """Count the dates against which nothing stands in a room."""
        if self.wish.people > room.max_people:
            return 0
        return sum(1 for verdict in self.verdicts(room, spans, look_elsewhere=False) if verdict.is_free)

    def free_hours(self, room: Room, day: date) -> list[Timespan]:
        """Give the hours of a day in which nothing is held of a room, tidying up included."""
        return [
            span
            for span in list_free_spans(self.open_on(room, day), self.held_of(room))
            if span.end > self.now
        ]

    def held_of(self, room: Room) -> list[HeldSpan]:
        """Choose what is held of a room itself, or of its parts."""
        return [one for id_ in room.held_ids() for one in self.held[id_]]

    def fits(self, room: Room, span: Timespan) -> bool:
        """Tell whether a meeting of that many people finds all it needs in a room at that very time."""
        return (
            self.wish.people <= room.max_people
            and any(hours.covers(span) for hours in self.open_on(room, span.local_day))
            and not find_clashes(self.needs[room.id], span, self.held_for(room))
        )

    def instead(self, room: Room, span: Timespan) -> list[tuple[Room, list[datetime]]]:
        """Find what is free that day instead: other times here, then the same time elsewhere."""
        found = [(room, nearest_starts(self.starts(room, span.local_day, span.length), span.start))]
        found += [
            (other, [span.start]) for other in self.rooms if other.id != room.id and self.fits(other, span)
        ]
        return [(where, starts) for where, starts in found if starts][:3]


def enclosing_span(spans: Sequence[Timespan]) -> Timespan:
    """Give the whole days that some meetings lie in."""
    days = [span.local_day for span in spans]
    return whole_days(min(days), max(days))


def same_hour(span: Timespan, away: timedelta) -> datetime:
    """Give the wall-clock start of a span on a day so far away; near enough where a clock change skips it."""
    return (span.start.astimezone(WARSAW) + away).astimezone(UTC)


def local_hours(span: Timespan) -> tuple[str, str]:
    """Write the wall-clock start and end of a span as an address does: "17:00"."""
    start, end = (instant.astimezone(WARSAW).strftime("%H:%M") for instant in (span.start, span.end))
    return start, end


def whole_weeks(within: Timespan) -> Timespan:
    """Widen a span to the ISO weeks it touches: a limit counts all of a week, whichever of its days is asked for."""
    first, last = within.local_day, (within.end - timedelta(seconds=1)).astimezone(WARSAW).date()
    return whole_days(first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()))


def judged(
    room: Room, wish: BookingCriteria, spans: Sequence[Timespan], others: Sequence[Room] = ()
) -> list[DateResult]:
    """Judge the dates of a wish in one room; the others are where to look instead."""
    if not spans:
        return []
    rooms = [room, *(other for other in others if other.id != room.id)]
    return AvailabilityCheck(rooms, wish, enclosing_span(spans)).verdicts(room, spans)
