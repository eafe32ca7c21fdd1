"""Points 25-44: times, zones and series, judged against the tz database."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr  # type: ignore[import-untyped]

from tests.calendars.ical_body import ZONES, Component, Moment, Property, moment, moments

Found = Iterator[tuple[int, str]]

_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_HOUR = timedelta(hours=1)
_HORIZON = datetime.fromisoformat("2040-01-01")


def time_points(calendar: Component) -> Found:
    """Find wrong times, zones and series in a parsed calendar."""
    events = calendar.each("VEVENT")
    for event in events:
        yield from _ends(event)
        for name in _TIMES:
            for one in event.all(name):
                yield from _forms(event, one)
        yield from _rule(event)
    yield from _zones(calendar, events)
    yield from _overrides(events)


def _ends(event: Component) -> Found:
    start, end = moment(event.first("DTSTART")), moment(event.first("DTEND"))
    if start is None:
        yield 25, f"{event} has no DTSTART"
        return
    if event.first("DTEND") and event.first("DURATION"):
        yield 25, f"{event} has DTEND and DURATION"
    if end is None:
        return
    if (start.form, start.tzid) != (end.form, end.tzid):
        yield 25, f"{event}: start and end are written in different ways"
    elif (end.instant or end.written.replace(tzinfo=UTC)) <= (
        start.instant or start.written.replace(tzinfo=UTC)
    ):
        yield (26 if start.form == "date" else 25), f"{event} does not end after its start"


def _forms(event: Component, one: Property) -> Found:
    for said in moments(one):
        if (said.form == "date") != (one.params.get("VALUE") == "DATE"):
            yield 26, f"{event}: {one.name} and its VALUE do not agree"
        if said.form == "floating":
            yield 27, f"{event}: {one.name} belongs to no zone"
        if said.tzid and said.form != "zoned":
            yield 28, f"{event}: {one.name} has a TZID it must not have"
        if said.form == "zoned" and said.tzid in ZONES:
            yield from _wall_clock(event, one.name, said)


def _wall_clock(event: Component, name: str, said: Moment) -> Found:
    zone = ZoneInfo(said.tzid)
    local = said.written.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != said.written:
        yield 35, f"{event}: {name} {said.written} does not exist"
    elif local.utcoffset() != local.replace(fold=1).utcoffset():
        yield 36, f"{event}: {name} {said.written} comes twice that night"


# --- zones


def _zones(calendar: Component, events: list[Component]) -> Found:
    zones = calendar.each("VTIMEZONE")
    names = [zone.value("TZID") for zone in zones]
    used = {one.params["TZID"] for event in events for one in event.properties if "TZID" in one.params}
    for name in sorted(used - set(names)):
        yield 29, f"no VTIMEZONE for {name}"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield 30, f"more than one VTIMEZONE for {name}"
    for name in sorted((used | set(names)) - ZONES):
        yield 31, f"{name} is not a name of the tz database"
    for zone in zones:
        yield from _shape(zone)
        yield from _against_database(zone, _years(zone.value("TZID"), events))


def _shape(zone: Component) -> Found:
    for part in zone.children:
        if any("," in one.value for one in part.all("RDATE")) or len(part.all("RDATE")) > 3:
            yield 34, f"{zone.value('TZID')} lists its changes by RDATE"
        offsets = part.value("TZOFFSETFROM"), part.value("TZOFFSETTO")
        if not all(re.fullmatch(r"[+-]\d\d(00|15|30|45)", offset) for offset in offsets):
            yield 34, f"{zone.value('TZID')} has the offsets {offsets}"
        start = moment(part.first("DTSTART"))
        if start is None or start.written.year < 1900:
            yield 34, f"{zone.value('TZID')} begins in {part.value('DTSTART')}"


def _years(tzid: str, events: list[Component]) -> tuple[int, int] | None:
    years = [
        said.written.year
        for event in events
        for name in _TIMES
        for one in event.all(name)
        for said in moments(one)
        if said.tzid == tzid
    ]
    return (min(years), max(years)) if years else None


def _against_database(zone: Component, years: tuple[int, int] | None) -> Found:
    tzid = zone.value("TZID")
    if tzid not in ZONES:
        return
    first, last = years or (1997, 2037)
    changes = zone_changes(zone)
    if not changes or changes[0][0] > datetime(first, 1, 1, tzinfo=UTC):
        yield 33, f"the VTIMEZONE of {tzid} begins after the first event"
        return
    onsets = [onset for onset, _ in changes if first <= onset.year <= last]
    for onset in sorted({*onsets, *database_changes(tzid, first, last)}):
        for instant in (onset - timedelta(seconds=1), onset):
            if offset_at(changes, instant) != instant.astimezone(ZoneInfo(tzid)).utcoffset():
                yield 32, f"the VTIMEZONE of {tzid} is wrong at {instant:%Y-%m-%d %H:%M:%S}Z"
                return


def zone_changes(zone: Component) -> list[tuple[datetime, timedelta]]:
    """Every change of a VTIMEZONE until 2040: the instant and the offset from then on."""
    changes: list[tuple[datetime, timedelta]] = []
    for part in zone.children:
        start = moment(part.first("DTSTART"))
        if start is None:
            continue
        before, after = (_offset(part.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        onsets = _onsets(part, start.written, before)
        changes += [((onset - before).replace(tzinfo=UTC), after) for onset in onsets]
    return sorted(changes)


def _onsets(part: Component, start: datetime, before: timedelta) -> list[datetime]:
    every = rruleset()
    every.rdate(start)
    for one in part.all("RDATE"):
        for said in moments(one):
            every.rdate(said.written)
    if rule := part.value("RRULE"):
        if until := re.search(r"UNTIL=(\w+)Z", rule):
            local = datetime.fromisoformat(until[1]) + before
            rule = rule.replace(until[0], f"UNTIL={local:%Y%m%dT%H%M%S}")
        every.rrule(rrulestr(rule, dtstart=start))
    return list(every.between(start, _HORIZON, inc=True))


def _offset(said: str) -> timedelta:
    if not re.fullmatch(r"[+-]\d{4}(\d\d)?", said):
        return timedelta(0)
    size = timedelta(hours=int(said[1:3]), minutes=int(said[3:5]), seconds=int(said[5:] or 0))
    return -size if said[0] == "-" else size


def offset_at(changes: list[tuple[datetime, timedelta]], instant: datetime) -> timedelta | None:
    """The offset a VTIMEZONE gives for an instant."""
    place = bisect_right([onset for onset, _ in changes], instant)
    return changes[place - 1][1] if place else None


@lru_cache
def database_changes(tzid: str, first: int, last: int) -> tuple[datetime, ...]:
    """Every change of the tz database between two years, to the minute."""
    zone = ZoneInfo(tzid)
    found = []
    hour, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while hour < end:
        if hour.astimezone(zone).utcoffset() != (hour + 24 * _HOUR).astimezone(zone).utcoffset():
            minutes = (hour + timedelta(minutes=minute) for minute in range(24 * 60 + 1))
            before = hour.astimezone(zone).utcoffset()
            found.append(next(m for m in minutes if m.astimezone(zone).utcoffset() != before))
        hour += 24 * _HOUR
    return tuple(found)


# --- series


def _rule(event: Component) -> Found:
    start, said = moment(event.first("DTSTART")), event.value("RRULE")
    if start is None or not said:
        return
    if start.form == "utc":
        yield 37, f"{event} repeats in UTC"
    parts = dict(part.split("=", 1) for part in said.split(";") if "=" in part)
    if ("UNTIL" in parts) == ("COUNT" in parts):
        yield 39, f"{event}: a series ends by UNTIL or by COUNT"
    until = parts.get("UNTIL", "")
    shape = r"\d{8}" if start.form == "date" else r"\d{8}T\d{6}Z"
    if until and not re.fullmatch(shape, until):
        yield 38, f"{event}: UNTIL is {until}"
        return
    if len(event.all("EXDATE")) > 50:
        yield 44, f"{event} has {len(event.all('EXDATE'))} EXDATEs"
    if event.first("RECURRENCE-ID") is None:
        yield from _instances_of(event, start, said, until)


def _instances_of(event: Component, start: Moment, said: str, until: str) -> Found:
    instances = _expanded(start, said, until)
    if instances is None:
        yield 39, f"{event}: {said} is no rule"
        return
    if start.written not in instances:
        yield 40, f"{event} does not begin with an instance of its rule"
    if until and start.form == "zoned" and start.tzid in ZONES:
        later = _expanded(start, said, until, grace=_HOUR) or set()
        if later != instances:
            yield 38, f"{event}: UNTIL has the offset of another day"
    for one in event.all("EXDATE"):
        for out in moments(one):
            if (out.form, out.tzid) != (start.form, start.tzid) or out.written not in instances:
                yield 41, f"{event}: EXDATE {one.value} hits no instance"


def _expanded(start: Moment, said: str, until: str, grace: timedelta = timedelta(0)) -> set[datetime] | None:
    """The instances by the wall clock, or None for an impossible rule."""
    if until and "COUNT=" in said:
        return None
    if until:
        end = datetime.fromisoformat(until.removesuffix("Z"))
        if start.form == "zoned" and start.tzid in ZONES:
            end = end.replace(tzinfo=UTC).astimezone(ZoneInfo(start.tzid)).replace(tzinfo=None)
        said = said.replace(f"UNTIL={until}", f"UNTIL={end + grace:%Y%m%dT%H%M%S}")
    try:
        rule = rrulestr(said, dtstart=start.written)
        return set(rule.between(start.written, start.written + timedelta(days=3660), inc=True))
    except (ValueError, AttributeError):
        return None


def _overrides(events: list[Component]) -> Found:
    masters = {one.value("UID"): one for one in events if one.first("RECURRENCE-ID") is None}
    for event in events:
        named = moment(event.first("RECURRENCE-ID"))
        if named is None:
            continue
        master = masters.get(event.value("UID"))
        if event.first("RRULE"):
            yield 43, f"{event}: a rule inside an override"
        if master is None:
            yield 43, f"{event}: an override of nothing"
        else:
            yield from _override(event, named, master)


def _override(event: Component, named: Moment, master: Component) -> Found:
    start = moment(master.first("DTSTART"))
    if start is None:
        return
    if (named.form, named.tzid) != (start.form, start.tzid):
        yield 42, f"{event}: RECURRENCE-ID is not written as the start of its series"
    until = re.search(r"UNTIL=(\w+)", master.value("RRULE"))
    instances = _expanded(start, master.value("RRULE"), until[1] if until else "") or set()
    if named.written not in instances:
        yield 42, f"{event}: RECURRENCE-ID is no instance"
    if named in [out for one in master.all("EXDATE") for out in moments(one)]:
        yield 43, f"{event}: an override of an excluded instance"
