"""The negative control of the lint: a body that breaks a point is told so, a good one is not."""

from datetime import UTC, datetime

import pytest

from tests.calendars.ical_lint import lint

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

GOOD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Lint//EN
NAME:Program
X-WR-CALNAME:Program
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:Europe/Warsaw
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Gęśla\\, próba
DTSTART;TZID=Europe/Warsaw:20261105T100000
DTEND;TZID=Europe/Warsaw:20261105T113000
DTSTAMP:20261001T080000Z
LAST-MODIFIED:20261001T080000Z
CREATED:20260901T080000Z
UID:9f1c@example.org
SEQUENCE:1
STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:PUBLIC
COLOR:teal
URL:https://example.org/a,b
END:VEVENT
BEGIN:VEVENT
SUMMARY:Chór
DTSTART;TZID=Europe/Warsaw:20260903T170000
DTEND;TZID=Europe/Warsaw:20260903T190000
RRULE:FREQ=WEEKLY;UNTIL=20261126T180000Z
EXDATE;TZID=Europe/Warsaw:20261112T170000
DTSTAMP:20261001T080000Z
LAST-MODIFIED:20261001T080000Z
UID:77aa@example.org
SEQUENCE:2
END:VEVENT
BEGIN:VEVENT
SUMMARY:Chór później
RECURRENCE-ID;TZID=Europe/Warsaw:20261008T170000
DTSTART;TZID=Europe/Warsaw:20261008T180000
DTEND;TZID=Europe/Warsaw:20261008T200000
DTSTAMP:20261001T080000Z
LAST-MODIFIED:20261001T080000Z
UID:77aa@example.org
SEQUENCE:2
END:VEVENT
END:VCALENDAR
"""
OCTETS = GOOD.encode().replace(b"\n", b"\r\n")
EVENT = GOOD[GOOD.index("BEGIN:VEVENT") : GOOD.index("END:VEVENT") + len("END:VEVENT\n")]
ZONE = GOOD[GOOD.index("BEGIN:VTIMEZONE") : GOOD.index("END:VTIMEZONE") + len("END:VTIMEZONE\n")]
START = "DTSTART;TZID=Europe/Warsaw:20261105T100000"
END = "DTEND;TZID=Europe/Warsaw:20261105T113000"
TITLE = "SUMMARY:Gęśla\\, próba"
RULE = "RRULE:FREQ=WEEKLY;UNTIL=20261126T180000Z"
EXDATE = "EXDATE;TZID=Europe/Warsaw:20261112T170000"
RECURRENCE = "RECURRENCE-ID;TZID=Europe/Warsaw:20261008T170000"
ALL_DAY = ("VALUE=DATE:20261105", "VALUE=DATE:20261105")
FAR = "America/New_York"
ROW = "UID:77aa@example.org"

# point, what stands in the good body, what stands there instead
SWAPS: list[tuple[int, str, str]] = [
    (8, "NAME:Program\nX-", "NAME:Program\n\nX-"),
    (9, TITLE, "SUMMARY:Gęśla\v próba"),
    (9, TITLE, "SUMMARY:Gęśla\0 próba"),
    (10, TITLE, "SUMMARY:Gęśla\x85ATTENDEE:a"),
    (10, TITLE, "SUMMARY:Gęśla\u2028ATTENDEE:a"),
    (11, TITLE, "SUMMARY Gęśla"),
    (11, "END:VCALENDAR\n", ""),
    (11, "END:VEVENT\nEND:VCALENDAR", "END:VTODO\nEND:VCALENDAR"),
    (11, "END:VCALENDAR\n", "END:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"),
    (12, "VERSION:2.0\n", ""),
    (12, "VERSION:2.0", "VERSION:1.0"),
    (12, "PRODID:-//Example//Lint//EN\n", "PRODID:a\nPRODID:b\n"),
    (13, "VERSION:2.0\n", "VERSION:2.0\nMETHOD:REQUEST\n"),
    (14, TITLE, f"{TITLE}\nSUMMARY:Druga"),
    (15, TITLE, "SUMMARY:Gęśla, próba"),
    (15, TITLE, "SUMMARY:Gęśla\\: próba"),
    (15, TITLE, "SUMMARY:Gęśla\\\\\\, próba"),
    (15, TITLE, "SUMMARY:Gęśla &amp\\; próba"),
    (15, TITLE, f"SUMMARY:{'Gęśla'.encode().decode('cp1252')}"),
    (16, "URL:https://example.org/a,b", "URL:https://example.org/a\\,b"),
    (16, "URL:https://example.org/a,b", "URL:/a"),
    (17, "UID:9f1c@example.org\n", ""),
    (17, "UID:9f1c@example.org", "UID:booking-17@example.org"),
    (17, "UID:9f1c@example.org", f"UID:{'a' * 60}\n {'a' * 70}\n {'a' * 70}\n {'a' * 70}"),
    (19, EVENT, EVENT + EVENT),
    (20, "DTSTAMP:20261001T080000Z\n", ""),
    (20, "DTSTAMP:20261001T080000Z", "DTSTAMP:20261001T080000"),
    (21, "DTSTAMP:20261001T080000Z", "DTSTAMP:20261001T080001Z"),
    (22, "LAST-MODIFIED:20261001T080000Z\n", ""),
    (23, "SEQUENCE:1\n", ""),
    (23, "SEQUENCE:1\n", "SEQUENCE:-1\n"),
    (23, "SEQUENCE:1\n", "SEQUENCE:2147483648\n"),
    (24, "T080000Z\nLAST-MODIFIED:2026", "T080000Z\nLAST-MODIFIED:2027"),
    (24, "CREATED:20260901T080000Z", "CREATED:20261001T080001Z"),
    (25, f"{START}\n", ""),
    (25, END, "DTEND;TZID=Europe/Warsaw:20261105T100000"),
    (25, END, "DTEND:20261105T103000Z"),
    (25, END, f"{END}\nDURATION:PT1H"),
    (26, f"{START}\n{END}", "DTSTART;VALUE=DATE:20261105\nDTEND;VALUE=DATE:20261105"),
    (26, f"{START}\n{END}", "DTSTART:20261105\nDTEND:20261106"),
    (27, f"{START}\n{END}", "DTSTART:20261105T100000\nDTEND:20261105T113000"),
    (28, START, f"{START}Z"),
    (28, START, "DTSTART;VALUE=DATE;TZID=Europe/Warsaw:20261105"),
    (29, ZONE, ""),
    (30, ZONE, ZONE + ZONE),
    (31, START, "DTSTART;TZID=Central European Standard Time:20261105T100000"),
    (32, "TZOFFSETTO:+0200", "TZOFFSETTO:+0100"),
    (32, "BYMONTH=3;BYDAY=-1SU", "BYMONTH=3;BYDAY=2SU"),
    (32, "19700329T020000", "19700329T030000"),
    (32, "BYMONTH=10;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU;UNTIL=20200101T000000Z"),
    (32, "TZID:Europe/Warsaw", f"TZID:{FAR}"),
    (33, "1970", "2027"),
    (34, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RDATE:20260329T020000,20270328T020000"),
    (34, "TZOFFSETFROM:+0100", "TZOFFSETFROM:+012400"),
    (34, "19700329", "16010325"),
    (35, START, "DTSTART;TZID=Europe/Warsaw:20260329T023000"),
    (36, START, "DTSTART;TZID=Europe/Warsaw:20261025T023000"),
    (36, END, "DTEND;TZID=Europe/Warsaw:20271031T020000"),
    (37, "DTSTART;TZID=Europe/Warsaw:20260903T170000", "DTSTART:20260903T150000Z"),
    (38, RULE, "RRULE:FREQ=WEEKLY;UNTIL=20261126T180000"),
    (38, RULE, "RRULE:FREQ=WEEKLY;UNTIL=20261126T150000Z"),
    (39, RULE, "RRULE:FREQ=WEEKLY"),
    (39, RULE, f"{RULE};COUNT=3"),
    (39, RULE, "RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=0TU"),
    (40, RULE, f"{RULE};BYDAY=TU"),
    (41, EXDATE, "EXDATE;TZID=Europe/Warsaw:20261112T180000"),
    (41, EXDATE, "EXDATE;VALUE=DATE:20261112"),
    (42, RECURRENCE, "RECURRENCE-ID:20261008T150000Z"),
    (42, RECURRENCE, "RECURRENCE-ID;TZID=Europe/Warsaw:20261009T170000"),
    (43, RECURRENCE, f"{RECURRENCE}\n{RULE}"),
    (43, RECURRENCE, "RECURRENCE-ID;TZID=Europe/Warsaw:20261112T170000"),
    (43, f"{ROW}\nSEQUENCE:2\nEND:VEVENT\nEND:VCAL", "UID:b@c\nSEQUENCE:2\nEND:VEVENT\nEND:VCAL"),
    (44, EXDATE, "\n".join([EXDATE] * 51)),
    (45, "STATUS:CONFIRMED", "STATUS:CANCELED"),
    (46, "STATUS:CONFIRMED", "STATUS:CANCELLED"),
    (46, "1\nSTATUS:CONFIRMED\nTRANSP:OPAQUE", "0\nSTATUS:CANCELLED\nTRANSP:TRANSPARENT"),
    (47, "TRANSP:OPAQUE", "TRANSP:FREE"),
    (47, "CLASS:PUBLIC", "CLASS:OPEN"),
    (47, "COLOR:teal", "COLOR:#008080"),
    (47, "COLOR:teal", "COLOR:teal\nPRIORITY:10"),
    (47, "COLOR:teal", "COLOR:teal\nGEO:52.1,20.6"),
    (48, "NAME:Program\nX-", "X-"),
    (48, "X-WR-CALNAME:Program\n", ""),
    (49, "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "REFRESH-INTERVAL:PT1H"),
    (49, "X-PUBLISHED-TTL:PT1H\n", ""),
    (49, "X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT1D"),
    (50, "VERSION:2.0\n", "VERSION:2.0\nX-WR-TIMEZONE:CET/CEST\n"),
    (51, TITLE, f"{TITLE}\nORGANIZER:mailto:a@example.org"),
    (51, TITLE, "SUMMARY:Zapisy: ala@example.org"),
    (51, TITLE, "SUMMARY:Zapisy: 600 000 001"),
    (51, TITLE, "SUMMARY:Zapisy: +48 600 000 001"),
    (52, TITLE, f"{TITLE}\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT1H\nEND:VALARM"),
    (53, EVENT, "".join(EVENT.replace("9f1c", f"{n:x}c") for n in range(5000))),
]

OF_OCTETS: list[tuple[int, bytes]] = [
    (1, b""),
    (1, b"<!doctype html>\r\n"),
    (2, b"\xef\xbb\xbf" + OCTETS),
    (3, OCTETS.replace("Gęśla".encode(), "Gęśla".encode("cp1250"))),
    (4, OCTETS.replace(b"\r\n", b"\n")),
    (4, OCTETS.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r")),
    (5, OCTETS.removesuffix(b"\r\n")),
    (6, OCTETS.replace("Gęśla".encode(), "ą".encode() * 34)),
    (7, OCTETS.replace("ę".encode(), b"\xc4\r\n \x99")),
]

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "ETag": '"abc"',
    "Content-Length": str(len(OCTETS)),
}
OF_HEADERS: list[tuple[int, dict[str, str]]] = [
    (55, {"Content-Type": "text/html; charset=utf-8"}),
    (55, {"X-Content-Type-Options": ""}),
    (56, {"ETag": "abc"}),
    (57, {"Content-Encoding": "gzip"}),
    (58, {"Content-Length": str(len(OCTETS) - 1)}),
]


def points(octets: bytes, *, public: bool = True) -> set[int]:
    """The numbers of the broken points."""
    return {int(said.split(":")[0]) for said in lint(octets, public=public, now=NOW)}


def test_a_good_body_breaks_no_point() -> None:
    assert lint(OCTETS, public=True, headers=HEADERS, now=NOW) == []


@pytest.mark.parametrize(("point", "before", "after"), SWAPS)
def test_a_broken_point_is_found(point: int, before: str, after: str) -> None:
    assert before in GOOD
    changed = GOOD.replace(before, after, 1 if before != "1970" else -1)
    assert point in points(changed.encode().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(("point", "octets"), OF_OCTETS)
def test_broken_octets_are_found(point: int, octets: bytes) -> None:
    assert octets != OCTETS
    assert point in points(octets)


@pytest.mark.parametrize(("point", "change"), OF_HEADERS)
def test_broken_headers_are_found(point: int, change: dict[str, str]) -> None:
    [said, *_] = lint(OCTETS, public=True, headers=HEADERS | change, now=NOW)
    assert said.startswith(f"{point}:")


def test_a_body_without_a_length_and_not_chunked_is_found() -> None:
    headers = {name: value for name, value in HEADERS.items() if name != "Content-Length"}
    assert lint(OCTETS, public=True, headers=headers, now=NOW) == ["58: neither Content-Length nor chunked"]


def test_a_private_feed_may_name_people() -> None:
    octets = OCTETS.replace(b"SEQUENCE:1\r\n", b"SEQUENCE:1\r\nCONTACT:ala@example.org\r\n")
    assert points(octets) == {51}
    assert points(octets, public=False) == set()


def test_every_point_the_lint_knows_has_a_body_that_breaks_it() -> None:
    controlled = {case[0] for case in [*SWAPS, *OF_OCTETS, *OF_HEADERS]}
    assert controlled == set(range(1, 59)) - {18, 54}
