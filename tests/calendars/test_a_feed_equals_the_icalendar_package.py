"""Octet for octet what the icalendar package writes for the same data.

One difference is meant. The package takes the two letters backslash and N in a text for a line
break ("C:\\\\Nuty" becomes two lines); RFC 5545 3.3.11 asks for an escaped backslash. For such a
text not the octets but what readers get back is compared.
"""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar.prop import vText

from mal.calendars.ical import (
    PRODID,
    VTIMEZONE,
    ZONE,
    Calendar,
    Event,
    Status,
    render_calendar,
    render_event,
)
from tests.calendars.samples import event

_LETTERS = st.sampled_from(
    [*"ąćęłńóśźżĄĆĘŁŃÓŚŹŻіїєґІЇЄҐ🎉👩👧🇺🇦€„”–,;:\\\n\r^ \t\"'=<>&%", "👩‍👧", "\r\n", "czytelnia "]
)
TEXTS = st.one_of(
    st.lists(_LETTERS, max_size=150).map("".join),
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=120),
    st.text("\\,;n", max_size=160),
)
_SAID = TEXTS.filter(lambda text: text != "" and "\\N" not in text)
# Any second, and every quarter of an hour around the night when an hour comes twice.
_MOMENTS = st.one_of(
    st.integers(852_100_000, 2_140_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.integers(-12, 12).map(
        lambda quarter: datetime(2026, 10, 25, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
    ),
)
_STATUSES: list[Status] = ["CONFIRMED", "TENTATIVE", "CANCELLED"]


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Any event a booking could become."""
    starts_at, created_at = draw(_MOMENTS), draw(_MOMENTS)
    return Event(
        uid=f"{draw(st.uuids()).hex}@mal.example.org",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=draw(st.integers(1, 3000))),
        created_at=created_at,
        changed_at=created_at + timedelta(seconds=draw(st.integers(0, 10**7))),
        sequence=draw(st.integers(0, 2**31 - 1)),
        status=draw(st.sampled_from(_STATUSES)),
        summary=draw(_SAID),
        description=draw(st.just("") | _SAID),
        location=draw(st.just("") | _SAID),
        url=draw(st.sampled_from(["", "https://mal.example.org/a,b;c?d=" + "e" * 90])),
        categories=tuple(draw(st.lists(_SAID, max_size=3))),
        colour=draw(st.sampled_from(["", "teal", "mediumaquamarine"])),
        public=draw(st.booleans()),
    )


def by_the_package(booked: Event) -> bytes:
    """The same event, built and written by the icalendar package."""
    local = [moment.astimezone(ZONE) for moment in (booked.starts_at, booked.ends_at)]
    doubled = any(one.replace(fold=0).utcoffset() != one.replace(fold=1).utcoffset() for one in local)
    start, end = (booked.starts_at, booked.ends_at) if doubled else local
    built = icalendar.Event.new(
        uid=booked.uid,
        stamp=booked.changed_at,
        created=booked.created_at,
        last_modified=booked.changed_at,
        start=start,
        end=end,
        sequence=booked.sequence,
        status=icalendar.STATUS(booked.status),
        transparency=icalendar.TRANSP("TRANSPARENT" if booked.status == "CANCELLED" else "OPAQUE"),
        classification=icalendar.CLASS("PUBLIC" if booked.public else "PRIVATE"),
        summary=booked.summary,
        description=booked.description or None,
        location=booked.location or None,
        url=booked.url or None,
        categories=booked.categories,
        color=booked.colour or None,
    )
    octets: bytes = built.to_ical()
    return octets


@settings(deadline=None)
@given(events())
def test_an_event_has_the_octets_of_the_package(booked: Event) -> None:
    assert render_event(booked) == by_the_package(booked)


@pytest.mark.parametrize("ending", ["\\\\,;", "^^^", ",ą,ą", "🎉🎉", "żżżż"])
def test_a_line_breaks_where_the_package_breaks_it(ending: str) -> None:
    for length in range(50, 80):
        booked = event(datetime(2026, 5, 1, 8, tzinfo=UTC), ("a" * length + ending) * 3)
        assert render_event(booked) == by_the_package(booked)


@settings(deadline=None, max_examples=50)
@given(st.lists(events(), max_size=3, unique_by=lambda booked: booked.uid), _SAID, _SAID)
def test_a_feed_has_the_octets_of_the_package(given_events: list[Event], name: str, description: str) -> None:
    source = "https://mal.example.org/kalendarz.ics"
    feed = icalendar.Calendar.new(
        prodid=PRODID,
        calscale="GREGORIAN",
        color="teal",
        source=source,
        refresh_interval=timedelta(hours=6),
    )
    feed.pop("UID", None)
    for key, text in (("NAME", name), ("DESCRIPTION", description)):
        feed[key] = vText(text)
    feed["X-WR-CALNAME"], feed["X-WR-CALDESC"] = feed["NAME"], feed["DESCRIPTION"]
    feed["X-PUBLISHED-TTL"] = vText("PT6H")
    feed["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    feed["SOURCE"].params["VALUE"] = "URI"
    zone = icalendar.Timezone.from_ical(VTIMEZONE)
    feed.add_component(zone)
    for booked in sorted(given_events, key=lambda one: (one.starts_at, one.uid)):
        feed.add_component(icalendar.Event.from_ical(by_the_package(booked)))

    own = Calendar(name, description, source, refresh_hours=6, colour="teal")
    # The package sorts the lines of a zone by name; ours stand as the RFC shows them, and
    # what they mean has tests of its own.
    as_sorted = re.sub(rb"(BYMONTH=\d+);(BYDAY=-1SU)", rb"\2;\1", VTIMEZONE)
    assert sorted(as_sorted.splitlines()) == sorted(zone.to_ical().splitlines())
    expected = feed.to_ical().replace(zone.to_ical(), VTIMEZONE)
    assert render_calendar(own, given_events) == expected


@settings(deadline=None)
@given(TEXTS)
@example("C:\\Nuty\\nowe, \\\\N")
def test_a_reader_gets_back_what_was_typed(typed: str) -> None:
    given_event = event(datetime(2026, 5, 1, 8, tzinfo=UTC), typed)
    booked = given_event._replace(description=typed, categories=(typed, "Muzyka"))
    [back] = icalendar.Calendar.from_ical(render_calendar(Calendar("Próby"), [booked])).events
    expected = re.sub("\r\n|\r", "\n", typed)
    for name in ("SUMMARY", "DESCRIPTION"):
        assert str(back.get(name, "")) == expected
    assert back.categories == [text for text in (expected, "Muzyka") if text]
