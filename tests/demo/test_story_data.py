"""The demo's story can be told: rooms, hours, people and equipment all fit together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import time

import pytest

from mal.demo.equipment_data import EQUIPMENT
from mal.demo.people_data import ACCOUNTS, GROUPS
from mal.demo.places_data import SITES
from mal.demo.regulamin import DRAFT, IN_FORCE, PREVIOUS
from mal.demo.rooms_data import ROOMS
from mal.demo.shapes import Meeting, OneOff, Refused, RegulationText, Series, Waiting
from mal.demo.story_data import (
    CLOSURE,
    CONFIDENTIAL_GROUP,
    CONFLICT,
    DEVIATIONS,
    DST_SERIES,
    EVENTS,
    HOLIDAY_SERIES,
    LAST_UNITS,
    LAST_UNITS_POOL,
    MISSING_CARDS,
    REFUSED,
    SERIES,
    USAGE_NOTES,
    WAITING,
)

CENTRE = "zespol-mal"
WEEKS = range(-26, 17)
NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)

rooms = {room.code: room for room in ROOMS}
sites = {site.slug: site for site in SITES}
pools = {pool.slug: pool for pool in EQUIPMENT}
groups = {group.slug: group for group in GROUPS}
series = {one.key: one for one in SERIES}
waiting = {one.key: one for one in WAITING}
approved: tuple[Meeting, ...] = (*SERIES, *EVENTS)
everything: tuple[Meeting, ...] = (*approved, *WAITING, *REFUSED)


def minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def weeks_of(meeting: Meeting) -> set[int]:
    match meeting:
        case Series():
            return {
                week
                for half in meeting.rounds
                for week in range(half.first_week, half.last_week + 1, meeting.every_weeks)
                if week not in meeting.skip_weeks
            }
        case OneOff():
            return {meeting.week}
        case Waiting():
            return set(meeting.weeks)
    raise AssertionError(meeting)


def in_week(week: int, meetings: Iterable[Meeting] = approved) -> list[Meeting]:
    return [one for one in meetings if week in weeks_of(one)]


def parts(code: str) -> tuple[str, ...]:
    return rooms[code].parts or (code,)


def meet_in_time(one: Meeting, other: Meeting, buffer: int = 0) -> bool:
    return (
        one.weekday == other.weekday
        and minutes(one.starts) < minutes(other.ends) + buffer
        and minutes(other.starts) < minutes(one.ends) + buffer
    )


def clash(one: Meeting, other: Meeting) -> bool:
    shared = set(parts(one.room)) & set(parts(other.room))
    buffer = max((rooms[code].buffer_minutes for code in shared), default=0)
    return bool(shared) and meet_in_time(one, other, buffer)


def pairs(meetings: list[Meeting]) -> Iterator[tuple[Meeting, Meeting]]:
    for index, one in enumerate(meetings):
        for other in meetings[index + 1 :]:
            yield one, other


def peak(meetings: Iterable[Meeting]) -> Counter[tuple[str, int]]:
    """Count the most pieces of each pool in use at any minute of each weekday."""
    used: Counter[tuple[str, int, int]] = Counter()
    for one in meetings:
        for line in one.equipment:
            for minute in range(minutes(one.starts), minutes(one.ends)):
                used[line.equipment, one.weekday, minute] += line.quantity
    highest: Counter[tuple[str, int]] = Counter()
    for (pool, weekday, _minute), count in used.items():
        highest[pool, weekday] = max(highest[pool, weekday], count)
    return highest


@pytest.mark.parametrize("week", WEEKS)
def test_no_room_is_promised_twice_in_a_week(week: int) -> None:
    assert [(a.key, b.key) for a, b in pairs(in_week(week)) if clash(a, b)] == []


def test_a_date_moved_by_holidays_still_meets_nobody() -> None:
    coming = [one for one in EVENTS if one.week >= 0]
    asked = [one for one in WAITING if len(one.weeks) == 1]
    for one in (*coming, *asked):
        assert [other.key for other in SERIES if clash(one, other)] == []
    for one in (*coming, *asked):
        near = [e for e in coming if e is not one and abs(e.week - min(weeks_of(one))) <= 2]
        assert [other.key for other in near if clash(one, other)] == []


@pytest.mark.parametrize("meeting", everything, ids=lambda one: one.key)
def test_each_meeting_fits_its_room_and_its_hours(meeting: Meeting) -> None:
    room = rooms[meeting.room]
    hours = [h for h in sites[room.site].hours if h.weekday == meeting.weekday]
    assert hours, "the site is closed on that weekday"
    closes = room.season.closes if room.season else hours[0].closes
    assert hours[0].opens <= meeting.starts < meeting.ends <= closes
    assert minutes(meeting.ends) - minutes(meeting.starts) <= 240
    assert meeting.starts.minute % 30 == 0
    assert meeting.ends.minute % 30 == 0
    assert meeting.group in groups
    assert sum(vars(meeting.ages).values()) == 100
    if not isinstance(meeting, Refused):
        assert meeting.headcount <= room.max_people
        assert 0 < meeting.attended[0] <= meeting.attended[1] <= room.max_people


def test_only_the_confidential_group_meets_in_confidence_and_where_it_may() -> None:
    hidden = [one for one in everything if one.visibility == "confidential"]
    assert {one.group for one in hidden} == {CONFIDENTIAL_GROUP}
    assert all(rooms[one.room].confidential_allowed for one in hidden)


@pytest.mark.parametrize("week", WEEKS)
def test_no_pool_lends_more_than_it_has(week: int) -> None:
    for (pool, weekday), count in peak(in_week(week)).items():
        assert count <= pools[pool].quantity, (pool, weekday)


def test_things_that_stay_at_home_are_used_only_there() -> None:
    for one in everything:
        for line in one.equipment:
            pool = pools[line.equipment]
            assert pool.off_site or pool.site == rooms[one.room].site, (one.key, pool.slug)


@pytest.mark.parametrize("week", WEEKS)
def test_no_group_goes_over_its_weekly_limits(week: int) -> None:
    hours: defaultdict[str, int] = defaultdict(int)
    for one in in_week(week, (*approved, *WAITING)):
        hours[one.group] += minutes(one.ends) - minutes(one.starts)
    fixed = Counter(one.group for one in in_week(week, SERIES))
    assert {g: h / 60 for g, h in hours.items() if h > 8 * 60 and g != CENTRE} == {}
    assert {g: n for g, n in fixed.items() if n > 2 and g != CENTRE} == {}


def test_this_week_is_full_of_life_at_all_three_sites() -> None:
    week = in_week(0)
    assert 25 <= len(week) <= 35
    by_site = Counter(rooms[one.room].site for one in week)
    assert all(by_site[site] >= 6 for site in sites)
    assert {one.weekday for one in week} == {0, 1, 2, 3, 4, 5}


def test_two_groups_want_the_same_room_at_the_same_time() -> None:
    first, second = (waiting[key] for key in CONFLICT)
    assert first.group != second.group
    assert (first.room, first.weeks, first.weekday, first.starts, first.ends) == (
        second.room,
        second.weeks,
        second.weekday,
        second.starts,
        second.ends,
    )


def test_three_requests_compete_for_the_last_two_of_a_pool() -> None:
    asked = [waiting[key] for key in LAST_UNITS]
    week = asked[0].weeks[0]
    assert all(one.weeks == (week,) for one in asked)
    quantity = pools[LAST_UNITS_POOL].quantity
    weekday = asked[0].weekday
    held = in_week(week)
    key = (LAST_UNITS_POOL, weekday)
    for one in asked:
        assert peak([*held, one])[key] <= quantity
    for left_out in asked:
        assert peak([*held, *(one for one in asked if one is not left_out)])[key] == quantity
    assert peak([*held, *asked])[key] == quantity + 1


def test_the_closure_hits_the_series_it_names_and_one_that_waits() -> None:
    closed = range(CLOSURE.weekday, CLOSURE.weekday + CLOSURE.days)
    hit = {
        one.key for one in in_week(CLOSURE.week) if CLOSURE.room in parts(one.room) and one.weekday in closed
    }
    assert hit == set(CLOSURE.hits)
    assert any(
        one.room == CLOSURE.room and CLOSURE.week in one.weeks and one.weekday in closed for one in WAITING
    )


def test_requests_leave_enough_notice_and_stay_inside_the_horizon() -> None:
    for one in WAITING:
        earliest = min(one.weeks) * 7 + one.weekday - 6
        latest = max(one.weeks) * 7 + one.weekday
        assert earliest >= 5
        assert latest + one.asked_days_ago <= 60
    for event in EVENTS:
        assert 3 <= event.asked_days_before <= 60
        assert event.week * 7 + event.weekday - event.asked_days_before < -1


def test_no_group_asks_before_it_exists() -> None:
    for one in SERIES:
        assert min(half.asked_week for half in one.rounds) >= groups[one.group].since_week
    for event in (*EVENTS, *REFUSED):
        asked_week = event.week - event.asked_days_before // 7 - 1
        assert asked_week >= groups[event.group].since_week


def test_what_went_otherwise_happened_to_a_date_of_its_series() -> None:
    for one in DEVIATIONS:
        assert one.week in weeks_of(series[one.series])
        assert (one.reason is None) == (one.state == "no_show")
    assert {one.state for one in DEVIATIONS} == {
        "no_show",
        "cancelled_by_group",
        "cancelled_by_mal",
    }
    assert {*MISSING_CARDS, *HOLIDAY_SERIES, DST_SERIES} <= series.keys()


def test_keys_slugs_and_phones_are_given_once() -> None:
    for names in (
        [one.key for one in everything],
        [one.slug for one in GROUPS],
        [one.slug for one in EQUIPMENT],
        [(one.site, one.slug) for one in ROOMS],
        [one.email for one in ACCOUNTS],
        [*(one.phone for one in ACCOUNTS), *(one.phone for one in SITES)],
    ):
        assert len(set(names)) == len(names)


def test_people_are_invented_and_every_group_has_its_leader() -> None:
    emails = {one.email for one in ACCOUNTS}
    assert all(email.endswith("@example.org") for email in emails)
    assert all(group.leader in emails for group in GROUPS)
    numbers = [a.phone for a in ACCOUNTS] + [g.phone for g in GROUPS] + [s.phone for s in SITES]
    assert all(re.fullmatch(r"\+48 600 000 0\d\d", number) for number in numbers)


def test_organisations_have_a_nip_with_its_checksum_and_a_krs_of_ten_digits() -> None:
    organisations = [one for one in GROUPS if one.kind == "ngo"]
    assert organisations
    for one in organisations:
        assert one.nip is not None
        assert one.krs is not None
        digits = [int(digit) for digit in one.nip]
        assert len(digits) == 10
        checksum = sum(w * d for w, d in zip(NIP_WEIGHTS, digits, strict=False)) % 11
        assert checksum == digits[9]
        assert re.fullmatch(r"0\d{9}", one.krs)


def test_rooms_hold_fifty_at_most_without_a_second_exit_and_parts_exist() -> None:
    for room in ROOMS:
        assert room.site in sites
        assert room.second_exit or room.max_people <= 50
        assert room.seats <= room.max_people
        assert all(rooms[code].site == room.site for code in room.parts)


def test_notes_fit_activities_that_happen() -> None:
    done = {one.activity for one in approved}
    assert len(USAGE_NOTES) >= 25
    assert all(set(note.activities) <= done for note in USAGE_NOTES)


@pytest.mark.parametrize("version", [PREVIOUS, IN_FORCE, DRAFT], ids=["earlier", "now", "draft"])
def test_each_regulamin_has_nineteen_paragraphs_in_order(version: RegulationText) -> None:
    assert re.findall(r"^## § (\d+)\. \S", version.body, re.MULTILINE) == [str(n) for n in range(1, 20)]


def test_the_versions_of_the_regulamin_differ_and_say_how() -> None:
    assert len({PREVIOUS.body, IN_FORCE.body, DRAFT.body}) == 3
    assert all(one.change_note for one in (PREVIOUS, IN_FORCE, DRAFT))
