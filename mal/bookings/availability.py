"""What is free and what stands against a meeting: facts are gathered outside, the judgement is made here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from mal.shared.timespan import WARSAW, Timespan, merge_spans, subtract_spans

STEP = timedelta(minutes=30)


class Problem(StrEnum):
    """What can stand against one date."""

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


# What staff may go past with a reason; nobody goes past the others.
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
    """Something that a meeting holds; `after` is the time it stays held when people have gone."""

    resource_id: int
    capacity: int
    quantity: int = 1
    name: str = ""
    after: timedelta = timedelta()

    def held(self, meeting: Timespan) -> Timespan:
        """Give the time that a meeting keeps it."""
        return meeting.widened(after=self.after)


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """Something that is held already; the label is what a person may know of it."""

    resource_id: int
    span: Timespan
    quantity: int = 1
    label: str = ""
    closure: bool = False
    occurrence_id: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands against one date, with what a sentence about it needs."""

    problem: Problem
    span: Timespan | None = None
    label: str = ""
    number: int = 0

    @property
    def is_soft(self) -> bool:
        """Tell whether staff may go past it."""
        return self.problem in OVERRULABLE


@dataclass(frozen=True, kw_only=True)
class BookingRules:
    """What holds for all dates of one meeting."""

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
    """Name the ISO week of a day: year and number."""
    year, week, _ = day.isocalendar()
    return year, week


def peak_quantity(held: Iterable[HeldSpan], span: Timespan) -> int:
    """Give the largest number of pieces held at one instant of a span: a sweep, not pairs."""
    inside = [one for one in held if one.span.overlaps(span)]
    instants = [span.start, *(one.span.start for one in inside if one.span.start > span.start)]
    return max(sum(one.quantity for one in inside if one.span.start <= at < one.span.end) for at in instants)


def find_need_clashes(need: ResourceNeed, meeting: Timespan, held: Sequence[HeldSpan]) -> list[Clash]:
    """Tell what keeps a meeting from holding one thing."""
    wanted = need.held(meeting)
    inside = [one for one in held if one.resource_id == need.resource_id and one.span.overlaps(wanted)]
    left = need.capacity - (peak_quantity(inside, wanted) if inside else 0)
    if left >= need.quantity:
        return []
    closed = [one for one in inside if one.closure]
    if closed:
        return [Clash(Problem.CLOSED, closed[0].span, closed[0].label)]
    if need.capacity > 1:
        return [Clash(Problem.SHORT_OF_EQUIPMENT, wanted, need.name, max(left, 0))]
    return [Clash(Problem.TAKEN, one.span, one.label) for one in inside]


def find_clashes(needs: Iterable[ResourceNeed], meeting: Timespan, held: Sequence[HeldSpan]) -> list[Clash]:
    """Tell what keeps a meeting from holding all that it needs; the same answer is given once."""
    found = [clash for need in needs for clash in find_need_clashes(need, meeting, held)]
    return list(dict.fromkeys(found))


def find_clashes_by_date(
    needs: Sequence[ResourceNeed], meetings: Sequence[Timespan], held: Sequence[HeldSpan]
) -> list[list[Clash]]:
    """Tell, date by date, what keeps a series from holding all that it needs: its own earlier dates too."""
    known = list(held)
    verdicts: list[list[Clash]] = []
    for meeting in meetings:
        verdicts.append(find_clashes(needs, meeting, known))
        known += [HeldSpan(need.resource_id, need.held(meeting), need.quantity) for need in needs]
    return verdicts


def find_place_clashes(meeting: Timespan, frame: BookingRules) -> list[Clash]:
    """Tell what the place itself has against a meeting: its size, its calendar, its hours."""
    day = meeting.local_day
    found = (
        [Clash(Problem.TOO_MANY_PEOPLE, number=frame.max_people)] if frame.people > frame.max_people else []
    )
    if day in frame.holidays:
        found.append(Clash(Problem.HOLIDAY, label=frame.holidays[day]))
    elif day in frame.out_of_season:
        found.append(Clash(Problem.OUT_OF_SEASON))
    elif not any(span.covers(meeting) for span in merge_spans(frame.open_on.get(day, ()))):
        found.append(Clash(Problem.OUTSIDE_HOURS, next(iter(frame.open_on.get(day, ())), None)))
    return found


def find_limit_clashes(meeting: Timespan, frame: BookingRules, used_this_week: int) -> list[Clash]:
    """Tell which limits of the Regulamin stand against a meeting."""
    day = meeting.local_day
    checks = (
        (day < frame.first_day, Clash(Problem.TOO_LATE)),
        (day > frame.last_day, Clash(Problem.TOO_EARLY)),
        (meeting.minutes > frame.longest_minutes, Clash(Problem.TOO_LONG, number=frame.longest_minutes)),
        (
            used_this_week + meeting.minutes > frame.weekly_minutes,
            Clash(Problem.WEEKLY_LIMIT, number=frame.weekly_minutes),
        ),
    )
    return [clash for broken, clash in checks if broken]


def find_rule_clashes(meeting: Timespan, frame: BookingRules, used_this_week: int) -> list[Clash]:
    """Tell which rules of the house stand against a meeting; of the past nothing more is said."""
    if meeting.start <= frame.now:
        return [Clash(Problem.PAST)]
    return [*find_place_clashes(meeting, frame), *find_limit_clashes(meeting, frame, used_this_week)]


def check_availability(
    meetings: Sequence[Timespan], needs: Sequence[ResourceNeed], held: Sequence[HeldSpan], frame: BookingRules
) -> list[list[Clash]]:
    """Give, meeting by meeting in the order asked, all that stands against it.

    Meetings of one series count against the weekly limit one after the other; those that can't be anyway do not.
    """
    used = dict(frame.used_minutes)
    verdicts: list[list[Clash]] = []
    for meeting, of_things in zip(meetings, find_clashes_by_date(needs, meetings, held), strict=True):
        week = iso_week(meeting.local_day)
        clashes = [*find_rule_clashes(meeting, frame, used.get(week, 0)), *of_things]
        if not clashes:
            used[week] = used.get(week, 0) + meeting.minutes
        verdicts.append(clashes)
    return verdicts


def list_free_starts(
    length: timedelta,
    needs: Sequence[ResourceNeed],
    held: Sequence[HeldSpan],
    open_spans: Iterable[Timespan],
    after: datetime,
) -> list[datetime]:
    """List the starts, on the half hour, at which a meeting of that length finds all it needs."""
    found: list[datetime] = []
    for frame in open_spans:
        start = frame.start
        while start + length <= frame.end:
            meeting = Timespan(start, start + length)
            if start > after and not find_clashes(needs, meeting, held):
                found.append(start)
            start += STEP
    return found


def nearest_starts(starts: Iterable[datetime], wanted: datetime, most: int = 3) -> list[datetime]:
    """Choose the starts nearest to a wanted one, given back in the order of the clock."""
    by_distance = sorted(starts, key=lambda start: (abs(start - wanted), start))
    return sorted(by_distance[:most])


def list_free_spans(open_spans: Iterable[Timespan], held: Iterable[HeldSpan]) -> list[Timespan]:
    """Give what is free of a single thing within its opening hours."""
    return subtract_spans(open_spans, [one.span for one in held])


def local_time(instant: datetime) -> datetime:
    """Give the wall clock of an instant in Warsaw."""
    return instant.astimezone(WARSAW)
