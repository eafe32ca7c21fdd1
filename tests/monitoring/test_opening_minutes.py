"""Opening minutes against a count of the quarter-hours in which the door is open by the wall clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from mal.bookings.closures import ClosurePlan, create_closure, reopen_closure
from mal.monitoring.opening_minutes import OpeningMinutes, ReportRoom
from mal.monitoring.report import load_report
from mal.places.opening import OpeningRule
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import WARSAW, Timespan, whole_days
from tests.sample_data import CLOSES, OPENS, make_town

# 1 and 11 November are public holidays, the clocks change on 26 October.
OCTOBER, NOVEMBER = date(2025, 10, 1), date(2025, 11, 1)
HOLIDAYS = {date(2025, 11, 1), date(2025, 11, 11)}
QUARTER = timedelta(minutes=15)
HOURS = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda pair: pair[0] < pair[1])
SEASONS = st.sampled_from([(None, None), (None, None), (1020, 1110), (1101, 331)])
RULES = st.dictionaries(
    st.tuples(st.integers(0, 6), st.sampled_from([None, None, 7]), SEASONS), HOURS, max_size=14
)
SPANS = st.lists(
    st.tuples(st.integers(0, 60 * 96), st.integers(1, 6 * 96)).map(
        lambda pair: Timespan(
            datetime(2025, 10, 1, tzinfo=UTC) + pair[0] * QUARTER,
            datetime(2025, 10, 1, tzinfo=UTC) + (pair[0] + pair[1]) * QUARTER,
        )
    ),
    max_size=3,
)
Known = dict[tuple[int, int | None, tuple[int | None, int | None]], tuple[int, int]]


def is_in_season(day: date, season: tuple[int | None, int | None]) -> bool:
    """Return whether a day lies in a season of month-and-day numbers, which may span New Year."""
    first, last = season
    if first is None or last is None:
        return True
    mark = int(f"{day:%m%d}")
    return first <= mark <= last if first < last else not last < mark < first


def is_open(at: datetime, rules: Known, room_id: int) -> bool:
    """Return whether a room is open at an instant, looked up rule by rule."""
    there = at.astimezone(WARSAW)
    day, quarter = there.date(), there.hour * 4 + there.minute // 15
    if day in HOLIDAYS:
        return False
    own = {key: hours for key, hours in rules.items() if key[1] == room_id}
    chosen = own or {key: hours for key, hours in rules.items() if key[1] is None}
    seasonal = {k: v for k, v in chosen.items() if k[2][0] is not None and is_in_season(day, k[2])}
    chosen = seasonal or {key: hours for key, hours in chosen.items() if key[2][0] is None}
    return any(
        key[0] == day.weekday() and opens <= quarter < closes for key, (opens, closes) in chosen.items()
    )


def quarters_of(month: date) -> Iterable[datetime]:
    at = datetime.combine(month, time(), WARSAW).astimezone(UTC)
    while at.astimezone(WARSAW).month == month.month:
        yield at
        at += QUARTER


def as_rules(known: Known) -> list[OpeningRule]:
    return [
        OpeningRule(weekday, opens * 15, closes * 15, room_id, *season)
        for (weekday, room_id, season), (opens, closes) in known.items()
    ]


def one_each(known: Known) -> bool:
    """Return whether there is at most one season: overlapping ones would count twice."""
    return len({season for _, _, season in known if season[0] is not None}) < 2


@settings(max_examples=25, deadline=None)
@given(RULES.filter(one_each), SPANS, st.sampled_from([7, 8]))
def test_open_minutes_are_the_quarters_in_which_the_door_is_open(
    known: Known, closed: list[Timespan], room_id: int
) -> None:
    closed_spans: dict[tuple[int, date], list[Timespan]] = {}
    for piece in (piece for span in closed for piece in span.by_day()):
        closed_spans.setdefault((room_id, piece.local_day), []).append(piece)
    opening = OpeningMinutes({1: as_rules(known)}, HOLIDAYS, closed_spans)
    for month in (OCTOBER, NOVEMBER):
        open_quarters = [
            at
            for at in quarters_of(month)
            if is_open(at, known, room_id) and not any(span.start <= at < span.end for span in closed)
        ]
        assert opening.in_month(ReportRoom(room_id, 1), month) == 15 * len(open_quarters)


def test_a_room_is_not_open_outside_its_season() -> None:
    opening = OpeningMinutes({1: [OpeningRule(weekday, OPENS, CLOSES) for weekday in range(7)]}, set(), {})
    garden = ReportRoom(7, 1, season_from=415, season_to=1015)
    assert opening.in_month(garden, OCTOBER) == 15 * (CLOSES - OPENS)
    assert opening.in_month(garden, NOVEMBER) == 0


def test_the_report_counts_parts_of_joined_rooms_without_holidays_and_closures(in_app: Flask) -> None:
    town = make_town()
    days = 30 - len(HOLIDAYS)
    # The hall, the kitchen and the quiet room; the joined room is its parts.
    counted = load_report([town.brzozowa.id], [NOVEMBER]).total
    assert counted.minutes_open == 3 * days * (CLOSES - OPENS)
    plan = ClosurePlan(
        rooms=[town.hall],
        span=whole_days(date(2025, 11, 24), date(2025, 11, 30)),
        reason="Malowanie",
        site_id=town.brzozowa.id,
        room_id=town.hall.id,
    )
    closure = create_closure(plan, by=town.celina)
    db.session.commit()
    counted = load_report([town.brzozowa.id], [NOVEMBER]).total
    assert counted.minutes_open == (3 * days - 7) * (CLOSES - OPENS)
    with clock.at(plan.span.start):
        reopen_closure(closure)
    db.session.commit()
    counted = load_report([town.brzozowa.id], [NOVEMBER]).total
    assert counted.minutes_open == 3 * days * (CLOSES - OPENS)
