"""Points 45-52: states, colours, names, refresh hints and what must not be public."""

import re
from collections.abc import Iterator

from tests.calendars.ical_body import ZONES, Component

Found = Iterator[tuple[int, str]]

_VALUES = {
    "TRANSP": r"OPAQUE|TRANSPARENT",
    "CLASS": r"PUBLIC|PRIVATE|CONFIDENTIAL",
    "PRIORITY": r"[0-9]",
    "GEO": r"-?\d{1,2}(\.\d+)?;-?\d{1,3}(\.\d+)?",
}
_DURATION = r"P(\d+W|\d+D(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|T(?=\d)(\d+H)?(\d+M)?(\d+S)?)"
_PERSONAL = {
    "an e-mail address": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "a phone number": r"(?<![\w-])(\+48[ -]?)?\d{3}[ -]\d{3}[ -]\d{3}(?![\w-])|\+48[ -]?\d{9}",
}
_COLOURS = frozenset(
    re.findall(
        r"\w+",
        """
        aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue
        blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk
        crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki
        darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
        darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue
        dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite
        gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki
        lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
        lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
        lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
        magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen
        mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream
        mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
        palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
        powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell
        sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal
        thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen
        """,
    )
)


def meaning(calendar: Component, *, public: bool) -> Found:
    """Find what is misspelled, missing, or too much for strangers' eyes."""
    for event in calendar.each("VEVENT"):
        yield from _states(event)
    for part in calendar.walk():
        yield from _values(part)
    yield from _about(calendar)
    if public:
        for part in calendar.walk():
            yield from _private(part)


def _states(event: Component) -> Found:
    status = event.value("STATUS")
    if status not in {"", "CONFIRMED", "TENTATIVE", "CANCELLED"}:
        yield 45, f"{event}: STATUS is {status}"
    if status == "CANCELLED":
        if event.value("TRANSP") != "TRANSPARENT":
            yield 46, f"{event} is cancelled but not transparent"
        if event.value("SEQUENCE") in {"", "0"}:
            yield 46, f"{event} is cancelled without a higher SEQUENCE"


def _values(part: Component) -> Found:
    for one in part.properties:
        if one.name in _VALUES and not re.fullmatch(_VALUES[one.name], one.value):
            yield 47, f"{part}: {one.name} is {one.value}"
        if one.name == "COLOR" and one.value.lower() not in _COLOURS:
            yield 47, f"{part}: {one.value} is not a CSS3 colour name"


def _about(calendar: Component) -> Found:
    for name in ("NAME", "X-WR-CALNAME"):
        if not calendar.value(name):
            yield 48, f"no {name}"
    for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        if not re.fullmatch(_DURATION, calendar.value(name)):
            yield 49, f"{name} is {calendar.value(name)!r}"
    interval = calendar.first("REFRESH-INTERVAL")
    if interval and interval.params.get("VALUE") != "DURATION":
        yield 49, "REFRESH-INTERVAL without VALUE=DURATION"
    zone = calendar.first("X-WR-TIMEZONE")
    if zone and zone.value not in ZONES:
        yield 50, f"X-WR-TIMEZONE is {zone.value}"


def _private(part: Component) -> Found:
    if part.name == "VALARM":
        yield 52, "an alarm in a public feed"
    for one in part.properties:
        if one.name in {"ORGANIZER", "ATTENDEE", "CONTACT"}:
            yield 51, f"{part} has {one.name}"
        if one.name in {"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CATEGORIES"}:
            for what, shape in _PERSONAL.items():
                if re.search(shape, one.value):
                    yield 51, f"{part}: {what} in {one.name}"
