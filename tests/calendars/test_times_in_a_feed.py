"""Clocks change twice a year; the feed says the same instants all the same."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from mal.calendars.ical import Calendar, render_calendar, render_event
from tests.calendars.ical_body import Component, parse
from tests.calendars.ical_lint import lint
from tests.calendars.ical_lint_time import database_changes, offset_at, zone_changes
from tests.calendars.samples import event

WARSAW = ZoneInfo("Europe/Warsaw")
HOUR = timedelta(hours=1)
AUTUMN_NIGHT = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
SPRING_NIGHT = datetime(2027, 3, 27, 23, 0, tzinfo=UTC)


def vtimezone() -> Component:
    """The VTIMEZONE that stands in every feed, taken apart."""
    [zone] = parse(render_calendar(Calendar("x"), []).decode()).each("VTIMEZONE")
    return zone


def test_the_zone_changes_whenever_the_tz_database_does() -> None:
    expected = database_changes("Europe/Warsaw", 1997, 2037)
    assert len(expected) == 2 * 41
    written = [onset for onset, _ in zone_changes(vtimezone())]
    assert [onset for onset in written if 1997 <= onset.year <= 2037] == list(expected)


def test_the_zone_gives_the_right_offset_every_hour_around_every_change() -> None:
    changes = zone_changes(vtimezone())
    for change in database_changes("Europe/Warsaw", 1997, 2037):
        for hours in range(-48, 49):
            for seconds in (-1, 0):
                instant = change + timedelta(hours=hours, seconds=seconds)
                assert offset_at(changes, instant) == instant.astimezone(WARSAW).utcoffset()


@pytest.mark.parametrize("year", [1997, 2010, 2026, 2027, 2036])
def test_the_package_builds_the_right_clock_from_the_zone(year: int) -> None:
    [zone] = icalendar.Calendar.from_ical(render_calendar(Calendar("x"), [])).timezones
    clock = zone.to_tz(lookup_tzid=False)
    for change in database_changes("Europe/Warsaw", year, year):
        for quarter in range(-20, 21):
            local = (change + timedelta(minutes=15 * quarter)).astimezone(WARSAW)
            if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
                assert local.replace(tzinfo=clock).utcoffset() == local.utcoffset()


def test_a_meeting_keeps_its_hour_on_both_sides_of_a_change() -> None:
    before = datetime(2026, 10, 22, 17, tzinfo=WARSAW).astimezone(UTC)
    after = datetime(2026, 10, 29, 17, tzinfo=WARSAW).astimezone(UTC)
    assert b"\r\nDTSTART;TZID=Europe/Warsaw:20261022T170000\r\n" in render_event(event(before))
    assert b"\r\nDTSTART;TZID=Europe/Warsaw:20261029T170000\r\n" in render_event(event(after))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (105, (";TZID=Europe/Warsaw:20261025T014500", ";TZID=Europe/Warsaw:20261025T015900")),
        (120, (":20261025T000000Z", ":20261025T001400Z")),
        (150, (":20261025T003000Z", ":20261025T004400Z")),
        (210, (":20261025T013000Z", ":20261025T014400Z")),
        (226, (":20261025T014600Z", ":20261025T020000Z")),
        (240, (";TZID=Europe/Warsaw:20261025T030000", ";TZID=Europe/Warsaw:20261025T031400")),
    ],
)
def test_times_in_the_hour_that_comes_twice_are_written_in_utc(
    minutes: int, expected: tuple[str, str]
) -> None:
    start = AUTUMN_NIGHT + timedelta(minutes=minutes)
    octets = render_event(event(start, hours=14 / 60)).decode()
    assert f"DTSTART{expected[0]}\r\nDTEND{expected[1]}\r\n" in octets


def test_a_night_through_the_autumn_change_lasts_an_hour_longer() -> None:
    octets = render_event(event(AUTUMN_NIGHT, hours=9)).decode()
    assert "DTSTART;TZID=Europe/Warsaw:20261025T000000\r\n" in octets
    assert "DTEND;TZID=Europe/Warsaw:20261025T080000\r\n" in octets


def test_a_night_through_the_spring_change_lasts_an_hour_less() -> None:
    octets = render_event(event(SPRING_NIGHT, hours=7)).decode()
    assert "DTSTART;TZID=Europe/Warsaw:20270328T000000\r\n" in octets
    assert "DTEND;TZID=Europe/Warsaw:20270328T080000\r\n" in octets


def test_the_end_of_a_day_is_the_next_day_at_midnight() -> None:
    octets = render_event(event(datetime(2026, 12, 31, 21, tzinfo=UTC), hours=2)).decode()
    assert "DTSTART;TZID=Europe/Warsaw:20261231T220000\r\n" in octets
    assert "DTEND;TZID=Europe/Warsaw:20270101T000000\r\n" in octets


@pytest.mark.parametrize("night", [AUTUMN_NIGHT, SPRING_NIGHT], ids=["autumn", "spring"])
@pytest.mark.parametrize("length", [0.25, 1, 1.5, 5])
def test_every_quarter_of_a_night_of_change_is_read_as_the_same_instant(
    night: datetime, length: float
) -> None:
    events = [event(night + HOUR * quarter / 4, hours=length) for quarter in range(28)]
    octets = render_calendar(Calendar("Noc", "Noc zmiany czasu"), events)
    read = icalendar.Calendar.from_ical(octets).events
    assert [(one.start, one.end) for one in read] == [(one.starts_at, one.ends_at) for one in events]
    assert [said for said in lint(octets, public=True) if int(said.split(":")[0]) in range(25, 45)] == []


def test_years_under_other_rules_are_written_in_utc() -> None:
    octets = render_event(event(datetime(1995, 9, 24, 12, tzinfo=UTC)))
    assert b"\r\nDTSTART:19950924T120000Z\r\n" in octets


def test_parts_of_a_second_are_not_written() -> None:
    octets = render_event(event(datetime(2026, 5, 1, 8, 0, 0, 999_999, tzinfo=UTC)))
    assert b"\r\nDTSTART;TZID=Europe/Warsaw:20260501T100000\r\n" in octets
