"""What calendar programs choke on: the points of a good feed that one body can show.

Each broken point comes with its number: 1-11 the raw octets and lines, 12-24 identity and
versions, 25-44 time (in ical_lint_time), 45-53 meaning, 55-58 a few headers. Not here: 18 (two
snapshots are needed), 54 (the clients module reads the feed with other programs), 59 and 60.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mal.shared import clock
from tests.calendars.ical_body import Component, MalformedError, moment, parse
from tests.calendars.ical_lint_meaning import meaning
from tests.calendars.ical_lint_time import time_points

Found = Iterator[tuple[int, str]]

_ONCE = frozenset(
    re.findall(
        r"\S+",
        """
        UID DTSTAMP DTSTART DTEND DURATION SUMMARY DESCRIPTION LOCATION STATUS TRANSP CLASS SEQUENCE
        CREATED LAST-MODIFIED URL COLOR PRIORITY GEO ORGANIZER RECURRENCE-ID RRULE
        NAME CALSCALE METHOD X-WR-CALNAME REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE
        """,
    )
)
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "UID")


def lint(
    octets: bytes,
    *,
    public: bool,
    headers: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> list[str]:
    """Name every broken point of a feed, each as "number: what is wrong"."""
    found = [*_raw(octets), *_headers(octets, headers)]
    try:
        calendar = parse(_unfolded(octets).decode("utf-8", "replace"))
    except MalformedError as error:
        found.append((11, str(error)))
    else:
        found += _identity(calendar, now or clock.now())
        found += time_points(calendar)
        found += meaning(calendar, public=public)
        found += _size(octets, calendar)
    return [f"{point}: {said}" for point, said in sorted(set(found))]


def _unfolded(octets: bytes) -> bytes:
    return re.sub(rb"\r?\n[ \t]", b"", octets).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _raw(octets: bytes) -> Found:
    if not octets.removeprefix(b"\xef\xbb\xbf").startswith(b"BEGIN:VCALENDAR"):
        yield 1, "does not begin with BEGIN:VCALENDAR"
    if octets.startswith(b"\xef\xbb\xbf"):
        yield 2, "begins with a byte order mark"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", octets):
        yield 4, "a line does not end with CR LF"
    if not octets.endswith(b"\n"):
        yield 5, "the last line is not ended"
    yield from _letters(octets)
    yield from _lines(octets)


def _letters(octets: bytes) -> Found:
    try:
        text = _unfolded(octets).decode()
    except UnicodeDecodeError as error:
        yield 3, f"not UTF-8: {error.reason}"
        return
    if found := re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
        yield 9, f"a control letter {found[0]!r}"
    if found := re.search("[\x85\u2028\u2029]", text):
        yield 10, f"a line separator {found[0]!r}"


def _lines(octets: bytes) -> Found:
    lines = re.split(rb"\r?\n", octets)
    for number, line in enumerate(lines, 1):
        if len(line) > 75:
            yield 6, f"line {number} has {len(line)} octets"
        if line[:1] in {b" ", b"\t"} and line[1:2] and line[1] & 0xC0 == 0x80:
            yield 7, f"line {number} begins inside a letter"
        if not line.strip() and number < len(lines):
            yield 8, f"line {number} is blank"


def _identity(calendar: Component, now: datetime) -> Found:
    for name, wanted in (("VERSION", "2.0"), ("PRODID", None)):
        said = [one.value for one in calendar.all(name)]
        if len(said) != 1 or not said[0] or wanted not in {None, said[0]}:
            yield 12, f"{name} is {said}"
    if calendar.first("METHOD") and calendar.value("METHOD") != "PUBLISH":
        yield 13, f"METHOD:{calendar.value('METHOD')}"
    for part in calendar.walk():
        names = Counter(one.name for one in part.properties)
        for name in sorted(_ONCE & names.keys()):
            if names[name] > 1:
                yield 14, f"{part} has {names[name]} of {name}"
        yield from _escaping(part)
    yield from _uids(calendar)
    for event in calendar.each("VEVENT"):
        yield from _versions(event, now)


def _escaping(part: Component) -> Found:
    for one in part.properties:
        if one.name in _TEXTS:
            for wrong in _wrong_in_text(one.value):
                yield 15, f"{part} {one.name}: {wrong}"
        if one.name in {"URL", "SOURCE"} and not re.fullmatch(r"https?://[^\s\\/]+(/[^\s\\]*)?", one.value):
            yield 16, f"{part} {one.name}: {one.value}"


def _wrong_in_text(value: str) -> Iterator[str]:
    bare = re.sub(r"\\[\\,;nN]", "", value)
    if re.search(r"[\\,;]", bare):
        yield "a backslash, comma or semicolon that is not escaped"
    if re.search(r"\\\\[,;n]|\\\\\\[,;]", value):
        yield "escaped twice"
    if re.search(r"(?i)&(amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-f]+)\\?;", value):
        yield "an HTML entity"
    if _is_mojibake(value):
        yield "letters decoded as the wrong character set"


def _is_mojibake(value: str) -> bool:
    try:
        return value.encode("cp1252").decode() != value
    except UnicodeError:
        return False


def _uids(calendar: Component) -> Found:
    seen: Counter[tuple[str, str]] = Counter()
    for event in calendar.each("VEVENT"):
        uid = event.value("UID")
        seen[uid, event.value("RECURRENCE-ID")] += 1
        if not uid or len(uid.encode()) > 255:
            yield 17, f"a UID of {len(uid.encode())} octets"
        elif re.fullmatch(r"[A-Za-z_-]*\d{1,12}(@.*)?", uid):
            yield 17, f"{uid} is a row number"
    for (uid, recurrence), times in seen.items():
        if times > 1:
            yield 19, f"{uid} {recurrence} stands {times} times"


def _versions(event: Component, now: datetime) -> Found:
    stamp, changed, created = (moment(event.first(name)) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"))
    if stamp is None or stamp.form != "utc":
        yield 20, f"{event} has no DTSTAMP in UTC"
    if changed is None or changed.form != "utc":
        yield 22, f"{event} has no LAST-MODIFIED in UTC"
    elif stamp and stamp != changed:
        yield 21, f"{event}: DTSTAMP is not the time of the last change"
    if not re.fullmatch(r"\d{1,10}", said := event.value("SEQUENCE")) or int(said) >= 2**31:
        yield 23, f"{event}: SEQUENCE is {said!r}"
    for one in (stamp, changed, created):
        if one and one.instant and one.instant > now + timedelta(minutes=1):
            yield 24, f"{event} is dated in the future"
    if created and changed and created.written > changed.written:
        yield 24, f"{event} was created after its last change"


def _size(octets: bytes, calendar: Component) -> Found:
    events = len(calendar.each("VEVENT"))
    if len(octets) >= 1_000_000 or events > 5_000:
        yield 53, f"{len(octets)} octets, {events} events"


def _headers(octets: bytes, headers: Mapping[str, str] | None) -> Found:
    if headers is None:
        return
    said = {name.lower(): value for name, value in headers.items()}
    kind = said.get("content-type", "").replace(" ", "").lower()
    if kind != "text/calendar;charset=utf-8":
        yield 55, f"Content-Type is {kind!r}"
    if said.get("x-content-type-options") != "nosniff":
        yield 55, "no nosniff"
    if not re.fullmatch(r'(W/)?"[!#-~]+"', said.get("etag", "")):
        yield 56, f"ETag is {said.get('etag')!r}"
    encoded = said.get("content-encoding", "identity") != "identity"
    if encoded and "accept-encoding" not in said.get("vary", "").lower():
        yield 57, "compressed without Vary"
    length = said.get("content-length")
    if length is None and "chunked" not in said.get("transfer-encoding", ""):
        yield 58, "neither Content-Length nor chunked"
    if length is not None and not encoded and int(length) != len(octets):
        yield 58, f"Content-Length {length} for {len(octets)} octets"
