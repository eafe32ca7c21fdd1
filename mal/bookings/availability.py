"""What is free, and what stands against a meeting: pure functions of facts that callers load."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from mal.shared.timespan import Timespan, merge_spans, subtract_spans

# Free starts are offered on each half hour of the opening hours.
START_STEP = timedelta(minutes=30)


class Problem(StrEnum):
    """The kinds of things that can stand against a date."""

    TAKEN = "taken"
    CLOSED = "closed"
    SHORT_OF_EQUIPMENT = "short_of_equipment"
    TOO_MANY_PEOPLE = "too_many_people"
    PAST = "past"
    NO_SUCH_TIME = "no_such_time"
    HOLIDAY = "holiday"
    OUT_OF_SEASON = "out_of_season"
    OUTSIDE_HOURS = "outside_hours"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    TOO_LONG = "too_long"
    WEEKLY_LIMIT = "weekly_limit"


# What staff may overrule with a reason; nobody overrules the others.
OVERRULABLE = frozenset(
    {
        Problem.HOLIDAY,
        Problem.OUT_OF_SEASON,
        Problem.OUTSIDE_HOURS,
        Problem.TOO_LATE,
        Problem.TOO_EARLY,
        Problem.TOO_LONG,
        Problem.WEEKLY_LIMIT,
    }
)


@dataclass(frozen=True, slots=True)
class ResourceNeed:
    """A resource that a meeting holds, and how many; `after` is the buffer for which it stays held afterwards."""

    resource_id: int
    capacity: int
    quantity: int = 1
    name: str = ""
    after: timedelta = timedelta()

    def held(self, meeting: Timespan) -> Timespan:
        """Return the time for which a meeting holds the resource, the buffer included."""
        return meeting.widened(after=self.after)


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """A resource that is held already; the label is what anyone may know of the reason."""

    resource_id: int
    span: Timespan
    quantity: int = 1
    label: str = ""
    is_closure: bool = False
    occurrence_id: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands against a date, with what a sentence about it needs: a time, a name, a number."""

    problem: Problem
    span: Timespan | None = None
    label: str = ""
    number: int = 0

    @property
    def is_soft(self) -> bool:
        """Whether staff may overrule it."""
        return self.problem in OVERRULABLE


@dataclass(frozen=True, kw_only=True)
class BookingRules:
    """The rules that hold for all dates of one booking.

    `used_minutes` are those of the group by ISO year and week; lengths and limits are in minutes.
    """

    now: datetime
    people: int
    max_people: int
    open_on: Mapping[date, Sequence[Timespan]]
    holidays: Mapping[date, str] = field(default_factory=dict)
    out_of_season: frozenset[date] = frozenset()
    first_day: date
    last_day: date
    longest_minutes: int
    weekly_minutes: int
    used_minutes: Mapping[tuple[int, int], int] = field(default_factory=dict)


def iso_week(day: date) -> tuple[int, int]:
    """Return the ISO year and week of a day."""
    year, week, _ = day.isocalendar()
    return year, week


def peak_quantity(held: Iterable[HeldSpan], span: Timespan) -> int:
    """Return the largest quantity that is held at one instant of a span.

    Looks at the start of the span and of each piece in it: only there can the quantity rise.
    """
    inside = [one for one in held if one.span.overlaps(span)]
    instants = [span.start, *(one.span.start for one in inside if one.span.start > span.start)]
    return max(sum(one.quantity for one in inside if one.span.start <= at < one.span.end) for at in instants)


def find_need_clashes(need: ResourceNeed, meeting: Timespan, held: Sequence[HeldSpan]) -> list[Clash]:
    """Return what keeps a meeting from holding one resource: a closure before anything else."""
    wanted = need.held(meeting)
    inside = [one for one in held if one.resource_id == need.resource_id and one.span.overlaps(wanted)]
    left = need.capacity - (peak_quantity(inside, wanted) if inside else 0)
    if left >= need.quantity:
        return []
    closed = [one for one in inside if one.is_closure]
    if closed:
        return [Clash(Problem.CLOSED, closed[0].span, closed[0].label)]
    if need.capacity > 1:
        return [Clash(Problem.SHORT_OF_EQUIPMENT, wanted, need.name, max(left, 0))]
    return [Clash(Problem.TAKEN, one.span, one.label) for one in inside]


def find_clashes(needs: Iterable[ResourceNeed], meeting: Timespan, held: Sequence[HeldSpan]) -> list[Clash]:
    """Return what keeps a meeting from holding all that it needs, without repetition."""
    clashes = [clash for need in needs for clash in find_need_clashes(need, meeting, held)]
    return list(dict.fromkeys(clashes))


def find_clashes_by_date(
    needs: Sequence[ResourceNeed], meetings: Sequence[Timespan], held: Sequence[HeldSpan]
) -> list[list[Clash]]:
    """Return, date by date, what keeps a series from holding all that it needs; its own earlier dates count as held."""
    known = list(held)
    results: list[list[Clash]] = []
    for meeting in meetings:
        results.append(find_clashes(needs, meeting, known))
        known += [HeldSpan(need.resource_id, need.held(meeting), need.quantity) for need in needs]
    return results


def find_place_clashes(meeting: Timespan, rules: BookingRules) -> list[Clash]:
    """Return what the room itself has against a meeting: its size, its calendar, its opening hours."""
    day = meeting.local_day
    clashes = []
    if rules.people > rules.max_people:
        clashes.append(Clash(Problem.TOO_MANY_PEOPLE, number=rules.max_people))
    if day in rules.holidays:
        clashes.append(Clash(Problem.HOLIDAY, label=rules.holidays[day]))
    elif day in rules.out_of_season:
        clashes.append(Clash(Problem.OUT_OF_SEASON))
    elif not any(span.covers(meeting) for span in merge_spans(rules.open_on.get(day, ()))):
        clashes.append(Clash(Problem.OUTSIDE_HOURS, next(iter(rules.open_on.get(day, ())), None)))
    return clashes


def find_limit_clashes(meeting: Timespan, rules: BookingRules, used_this_week: int) -> list[Clash]:
    """Return which limits of the regulation a meeting breaks."""
    day = meeting.local_day
    checks = (
        (day < rules.first_day, Clash(Problem.TOO_LATE)),
        (day > rules.last_day, Clash(Problem.TOO_EARLY)),
        (meeting.minutes > rules.longest_minutes, Clash(Problem.TOO_LONG, number=rules.longest_minutes)),
        (
            used_this_week + meeting.minutes > rules.weekly_minutes,
            Clash(Problem.WEEKLY_LIMIT, number=rules.weekly_minutes),
        ),
    )
    return [clash for broken, clash in checks if broken]


def find_rule_clashes(meeting: Timespan, rules: BookingRules, used_this_week: int) -> list[Clash]:
    """Return which rules of the room and the regulation a meeting breaks; for the past, only that it is past."""
    if meeting.start <= rules.now:
        return [Clash(Problem.PAST)]
    return [*find_place_clashes(meeting, rules), *find_limit_clashes(meeting, rules, used_this_week)]


def check_availability(
    meetings: Sequence[Timespan], needs: Sequence[ResourceNeed], held: Sequence[HeldSpan], rules: BookingRules
) -> list[list[Clash]]:
    """Return, meeting by meeting in the order given, all that stands against it.

    Meetings of one series count against the weekly limit one after the other, unless they are impossible anyway.
    """
    used = dict(rules.used_minutes)
    results: list[list[Clash]] = []
    for meeting, need_clashes in zip(meetings, find_clashes_by_date(needs, meetings, held), strict=True):
        week = iso_week(meeting.local_day)
        clashes = [*find_rule_clashes(meeting, rules, used.get(week, 0)), *need_clashes]
        if not clashes:
            used[week] = used.get(week, 0) + meeting.minutes
        results.append(clashes)
    return results


def list_free_starts(
    length: timedelta,
    needs: Sequence[ResourceNeed],
    held: Sequence[HeldSpan],
    open_spans: Iterable[Timespan],
    after: datetime,
) -> list[datetime]:
    """Return the starts after an instant at which a meeting of that length finds all it needs within opening hours."""
    starts: list[datetime] = []
    for hours in open_spans:
        start = hours.start
        while start + length <= hours.end:
            meeting = Timespan(start, start + length)
            if start > after and not find_clashes(needs, meeting, held):
                starts.append(start)
            start += START_STEP
    return starts


def nearest_starts(starts: Iterable[datetime], wanted: datetime, most: int = 3) -> list[datetime]:
    """Return the starts that are nearest to a wanted one, in the order of the clock."""
    by_distance = sorted(starts, key=lambda start: (abs(start - wanted), start))
    return sorted(by_distance[:most])


def list_free_spans(open_spans: Iterable[Timespan], held: Iterable[HeldSpan]) -> list[Timespan]:
    """Return what is free within opening hours of a resource of which there is one."""
    return subtract_spans(open_spans, [one.span for one in held])
