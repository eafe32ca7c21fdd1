"""Events become the octets of an iCalendar file (RFC 5545, RFC 7986).

The octets depend on the data alone: the same events give the same feed on every request,
so a feed may be kept, compared and answered with 304. They equal, octet for octet, what the
icalendar package writes for the same data, at a fraction of its time.

There is no METHOD: it would turn a subscription into an invitation message (RFC 5546), the
media type would have to repeat it, and a file with it may not be stored on a CalDAV server.
The VTIMEZONE is always there: a VCALENDAR without any component is not valid, and a room
without bookings still has its feed.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

PRODID: Final = "-//MAL//Kalendarz MAL//PL"
ZONE: Final = ZoneInfo("Europe/Warsaw")

VTIMEZONE: Final = b"""\
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
""".replace(b"\n", b"\r\n")
_ZONE_RIGHT_SINCE: Final = 1997

_STATUSES: Final = frozenset({"CONFIRMED", "TENTATIVE", "CANCELLED"})
_SEQUENCES: Final = range(2**31)
_SECOND: Final = timedelta(seconds=1)
# 75 octets with the space that opens a continuation; the icalendar package keeps the same
# room on the first line, and equal octets are what the tests compare.
_ROOM: Final = 74

_UID = re.compile(r"[!-~]{1,255}")
_URL = re.compile(r"https?://[!-~]+")
_COLOUR = re.compile(r"[A-Za-z]+")
# Everything str.splitlines() would break at: readers that split so would see a new property.
_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSPEAKABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_log = logging.getLogger(__name__)


class Event(NamedTuple):
    """One occurrence as a subscriber sees it; every moment is aware and in UTC.

    A tuple, because its hash and comparison keep the rendered octets findable at C speed.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    changed_at: datetime
    sequence: int
    status: Status
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    colour: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a feed says about itself."""

    name: str
    description: str = ""
    source_url: str = ""
    refresh_hours: int = 1
    colour: str = ""


def render_calendar(calendar: Calendar, events: Iterable[Event]) -> bytes:
    """Write the whole feed, ordered by start and UID, without the events that cannot be written."""
    rendered = sorted(_rendered(events))
    return b"".join([_head(calendar), *(octets for _, _, octets in rendered), b"END:VCALENDAR\r\n"])


@lru_cache(maxsize=16384)
def render_event(event: Event) -> bytes:
    """Write one VEVENT; raises when the event cannot be said in iCalendar."""
    _check(event)
    start, end = _span(event.starts_at, event.ends_at)
    changed = _instant(event.changed_at)
    created = _instant(min(event.created_at, event.changed_at))
    cancelled = event.status == "CANCELLED"
    return b"".join(
        [
            b"BEGIN:VEVENT\r\n",
            _text("SUMMARY", event.summary),
            f"DTSTART{start}\r\nDTEND{end}\r\nDTSTAMP:{changed}\r\n".encode(),
            _line("UID", _escape(event.uid)),
            b"SEQUENCE:%d\r\n" % event.sequence,
            _categories(event.categories),
            b"CLASS:PUBLIC\r\n" if event.public else b"CLASS:PRIVATE\r\n",
            _plain("COLOR", event.colour, _COLOUR),
            f"CREATED:{created}\r\n".encode(),
            _text("DESCRIPTION", event.description),
            f"LAST-MODIFIED:{changed}\r\n".encode(),
            _text("LOCATION", event.location),
            f"STATUS:{event.status}\r\n".encode(),
            b"TRANSP:TRANSPARENT\r\n" if cancelled else b"TRANSP:OPAQUE\r\n",
            _plain("URL", event.url, _URL),
            b"END:VEVENT\r\n",
        ]
    )


def _rendered(events: Iterable[Event]) -> Iterator[tuple[datetime, str, bytes]]:
    for event in events:
        try:
            yield event.starts_at, event.uid, render_event(event)
        except Exception:  # noqa: BLE001 - whatever is wrong with one, the others must arrive
            _log.exception("event %r is left out of the feed", getattr(event, "uid", event))


def _head(calendar: Calendar) -> bytes:
    refresh = f"PT{int(calendar.refresh_hours)}H"
    return b"".join(
        [
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            _line("PRODID", PRODID),
            b"CALSCALE:GREGORIAN\r\n",
            _text("DESCRIPTION", calendar.description),
            _text("X-WR-CALDESC", calendar.description),
            _text("NAME", calendar.name),
            _text("X-WR-CALNAME", calendar.name),
            _plain("COLOR", calendar.colour, _COLOUR),
            _line("REFRESH-INTERVAL;VALUE=DURATION", refresh),
            _plain("SOURCE;VALUE=URI", calendar.source_url, _URL),
            _line("X-PUBLISHED-TTL", refresh),
            VTIMEZONE,
        ]
    )


def _check(event: Event) -> None:
    if not _UID.fullmatch(event.uid):
        raise ValueError(f"not a UID: {event.uid!r}")
    if event.status not in _STATUSES:
        raise ValueError(f"not a status of an event: {event.status!r}")
    if event.sequence not in _SEQUENCES:
        raise ValueError(f"not a sequence number: {event.sequence!r}")
    moments = (event.starts_at, event.ends_at, event.created_at, event.changed_at)
    if None in [moment.utcoffset() for moment in moments]:
        raise ValueError("a moment without a time zone")
    if event.ends_at - event.starts_at < _SECOND:
        raise ValueError("an event must end after it starts")


def _span(starts_at: datetime, ends_at: datetime) -> tuple[str, str]:
    """Say both ends in local time, or both in UTC where a local time would be ambiguous.

    Of the two 02:30 of an October night readers take either; before 1997 Poland changed its
    clocks by other rules than those of the VTIMEZONE.
    """
    start, end = starts_at.astimezone(ZONE), ends_at.astimezone(ZONE)
    if _is_doubled(start) or _is_doubled(end) or start.year < _ZONE_RIGHT_SINCE:
        return f":{_instant(starts_at)}", f":{_instant(ends_at)}"
    return f";TZID=Europe/Warsaw:{_digits(start)}", f";TZID=Europe/Warsaw:{_digits(end)}"


def _is_doubled(local: datetime) -> bool:
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _instant(moment: datetime) -> str:
    return f"{_digits(moment.astimezone(UTC))}Z"


def _digits(moment: datetime) -> str:
    return moment.isoformat()[:19].replace("-", "").replace(":", "")


def _text(name: str, value: str) -> bytes:
    return _line(name, _escape(_clean(value))) if value else b""


def _categories(values: tuple[str, ...]) -> bytes:
    said = ",".join(_escape(_clean(value)) for value in values if value)
    return _line("CATEGORIES", said) if said else b""


def _plain(name: str, value: str, allowed: re.Pattern[str]) -> bytes:
    """Write a value that has no escaping; an unfit one is left out, the event stays."""
    return _line(name, value) if value and allowed.fullmatch(value) else b""


def _clean(text: str) -> str:
    """Take out what would break lines or cannot be encoded."""
    if text.isprintable():
        return text
    return _UNSPEAKABLE.sub("", _LINE_BREAK.sub("\n", text))


def _escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def _line(name: str, value: str) -> bytes:
    octets = f"{name}:{value}".encode()
    return (octets if len(octets) <= _ROOM else _fold(octets)) + b"\r\n"


def _fold(octets: bytes) -> bytes:
    """Break a long line by octets, never inside a letter and never after a backslash."""
    pieces = []
    begin = 0
    while len(octets) - begin > _ROOM:
        end = begin + _ROOM
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        if octets[end - 1] in b"\\^" and end - 1 > begin:
            end -= 1
        pieces.append(octets[begin:end])
        begin = end
    pieces.append(octets[begin:])
    return b"\r\n ".join(pieces)
