"""Whatever was typed into a title, the feed stays a feed."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mal.calendars.ical import Calendar, Event, render_calendar, render_event
from tests.calendars.clients import read_with_icalendar
from tests.calendars.ical_body import parse
from tests.calendars.ical_lint import lint
from tests.calendars.samples import event

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FEED = Calendar("Kalendarz MAL", "Co się dzieje w Miejscach Aktywności Lokalnej", refresh_hours=1)
# Points a text can break, whatever it says: octets, lines, injected properties.
OF_OCTETS = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "14"}


def broken(octets: bytes) -> list[str]:
    """Points of the octets that are broken."""
    return [said for said in lint(octets, public=True) if said.split(":")[0] in OF_OCTETS]


def unfolded(octets: bytes) -> str:
    """The text as a reader joins it."""
    return octets.decode().replace("\r\n ", "")


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=300), st.text(max_size=300))
def test_no_text_breaks_the_octets(title: str, description: str) -> None:
    booked = event(MONDAY, title)._replace(description=description, categories=(title,))
    assert broken(render_calendar(FEED, [booked])) == []


@settings(deadline=None)
@given(st.text("aż€🎉\\^;,", min_size=1, max_size=400))
def test_lines_are_folded_by_octets_between_letters(title: str) -> None:
    lines = render_event(event(MONDAY, title)).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()


def test_a_polish_title_of_seventy_five_octets_is_folded_and_a_shorter_one_is_not() -> None:
    fits, longer = "ż" * 33, "ż" * 34
    assert f"SUMMARY:{fits}\r\n".encode() in render_event(event(MONDAY, fits))
    assert f"SUMMARY:{fits}\r\n ż\r\n".encode() in render_event(event(MONDAY, longer))


@pytest.mark.parametrize(
    "between",
    ["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"],
    ids=ascii,
)
def test_a_line_break_in_a_title_adds_no_property(between: str) -> None:
    octets = render_calendar(FEED, [event(MONDAY, f"Próba{between}ATTENDEE:mailto:a@example.org")])
    [read] = parse(unfolded(octets)).each("VEVENT")
    assert read.value("SUMMARY") == r"Próba\nATTENDEE:mailto:a@example.org"
    assert read.all("ATTENDEE") == []
    assert not any(line.startswith("ATTENDEE") for line in octets.decode().splitlines())


def test_an_event_cannot_be_smuggled_in_through_a_title() -> None:
    title = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y"
    assert len(read_with_icalendar(render_calendar(FEED, [event(MONDAY, title)]))) == 1


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud83d"], ids=ascii)
def test_letters_nobody_can_read_are_left_out(letter: str) -> None:
    octets = render_event(event(MONDAY, f"Pró{letter}ba"))
    assert b"SUMMARY:Pr\xc3\xb3ba\r\n" in octets


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/terminy/1", "https://a.example.org/\r\nX:1", "https://ą.pl"]
)
def test_an_address_that_is_none_is_left_out_and_the_event_stays(url: str) -> None:
    octets = render_event(event(MONDAY)._replace(url=url))
    assert b"URL" not in octets
    assert b"SUMMARY:" in octets


WRONG: dict[str, dict[str, Any]] = {
    "no UID": {"uid": ""},
    "a UID of two lines": {"uid": "a\r\nATTENDEE:mailto:a@example.org"},
    "a UID too long": {"uid": "a" * 256},
    "a title that is no text": {"summary": 7},
    "an end before the start": {"ends_at": MONDAY - timedelta(hours=1)},
    "no length": {"ends_at": MONDAY},
    "a start without a zone": {"starts_at": MONDAY.replace(tzinfo=None)},
    "a change without a zone": {"changed_at": MONDAY.replace(tzinfo=None)},
    "both ends without a zone": {
        "starts_at": MONDAY.replace(tzinfo=None),
        "ends_at": MONDAY.replace(tzinfo=None) + timedelta(hours=1),
    },
    "both changes without a zone": {
        "created_at": MONDAY.replace(tzinfo=None),
        "changed_at": MONDAY.replace(tzinfo=None),
    },
    "no start": {"starts_at": None},
    "a status of our own": {"status": "ODWOŁANE"},
    "a negative number": {"sequence": -1},
    "a number too large": {"sequence": 2**31},
    "a list that cannot be kept": {"categories": ["Muzyka"]},
    "the end of time": {"ends_at": datetime.max.replace(tzinfo=UTC)},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_one_bad_event_is_left_out_and_written_to_the_log(
    change: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    before, after = event(MONDAY, "Przed"), event(MONDAY + timedelta(days=1), "Po")
    bad = event(MONDAY, "Zła")._replace(**change)
    with caplog.at_level(logging.ERROR, logger="mal.calendars.ical"):
        octets = render_calendar(FEED, [before, bad, after])
    assert octets == render_calendar(FEED, [before, after])
    assert [record.message for record in caplog.records] == [f"event {bad.uid!r} is left out of the feed"]


def test_the_order_of_the_events_given_does_not_matter() -> None:
    events = [event(MONDAY + timedelta(days=day % 3), f"Próba {day}") for day in range(7)]
    assert render_calendar(FEED, events) == render_calendar(FEED, reversed(events))
    starts = [start for start, _, _ in _read_in_order(render_calendar(FEED, events))]
    assert starts == sorted(starts)


def _read_in_order(octets: bytes) -> list[tuple[str, str, str]]:
    return [
        (one.value("DTSTART"), one.value("UID"), one.value("SUMMARY"))
        for one in parse(unfolded(octets)).each("VEVENT")
    ]


def test_a_cancelled_event_leaves_the_time_free() -> None:
    cancelled = event(MONDAY, status="CANCELLED", sequence=1)
    octets = render_event(cancelled)
    assert b"\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n" in octets
    assert b"\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n" in render_event(event(MONDAY))


def test_what_was_created_after_its_last_change_is_dated_by_the_change() -> None:
    booked = event(MONDAY)
    late = booked._replace(created_at=booked.changed_at + timedelta(seconds=5))
    assert b"\r\nCREATED:20260103T093000Z\r\n" in render_event(late)


def test_an_empty_feed_is_a_valid_calendar() -> None:
    octets = render_calendar(FEED, [])
    assert lint(octets, public=True) == []
    assert read_with_icalendar(octets) == set()


def test_a_feed_of_ordinary_events_breaks_no_point() -> None:
    events = [
        event(MONDAY + timedelta(hours=5 * number), f"Zażółć gęślą jaźń; próba, część {number}")
        for number in range(200)
    ]
    events.append(event(MONDAY, "Odwołane", status="CANCELLED", sequence=3))
    feed = Calendar("MAL", "Program", "https://mal.example.org/kalendarz.ics", colour="seagreen")
    assert lint(render_calendar(feed, events), public=True) == []


def test_a_confidential_event_is_marked_private() -> None:
    hidden: Event = event(MONDAY, "Zajęte")._replace(public=False)
    assert b"\r\nCLASS:PRIVATE\r\n" in render_event(hidden)
