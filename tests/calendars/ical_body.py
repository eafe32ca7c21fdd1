"""An iCalendar body taken apart by hand, so that the lint owes nothing to the code it judges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

ZONES = frozenset(available_timezones())

_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)"
    r'(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*)'
    r":(?P<value>.*)",
    re.DOTALL,
)
_PARAM = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')


class MalformedError(Exception):
    """The lines cannot be read as components and properties."""


@dataclass(frozen=True)
class Property:
    """One content line."""

    name: str
    params: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between BEGIN and END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property of that name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of that name."""
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str:
        """The first value of that name, or nothing."""
        found = self.first(name)
        return found.value if found else ""

    def walk(self) -> Iterator["Component"]:
        """This component and everything inside it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def each(self, name: str) -> list["Component"]:
        """Every component of that name, at any depth."""
        return [one for one in self.walk() if one.name == name]

    def __str__(self) -> str:
        return f"{self.name} {self.value('UID')}".strip()


@dataclass(frozen=True)
class Moment:
    """A DATE or DATE-TIME as written: its form, its digits, and the instant where there is one."""

    form: str
    tzid: str
    written: datetime

    @property
    def instant(self) -> datetime | None:
        """The moment in UTC; None for dates, floating times and unknown zones."""
        if self.form == "utc":
            return self.written.replace(tzinfo=UTC)
        if self.form == "zoned" and self.tzid in ZONES:
            return self.written.replace(tzinfo=ZoneInfo(self.tzid)).astimezone(UTC)
        return None


def parse(text: str) -> Component:
    """Read unfolded text into one tree; raises MalformedError."""
    root = Component("")
    stack = [root]
    for line in text.split("\r\n"):
        if line:
            _take(line, stack)
    if len(stack) > 1:
        raise MalformedError(f"{stack[-1].name} is never ended")
    if len(root.children) != 1 or root.properties or root.children[0].name != "VCALENDAR":
        raise MalformedError("not exactly one VCALENDAR")
    return root.children[0]


def _take(line: str, stack: list[Component]) -> None:
    match = _LINE.fullmatch(line)
    if match is None:
        raise MalformedError(f"not a content line: {line[:60]!r}")
    name, value = match["name"].upper(), match["value"]
    if name == "BEGIN":
        stack[-1].children.append(Component(value))
        stack.append(stack[-1].children[-1])
    elif name == "END":
        if len(stack) == 1 or stack.pop().name != value:
            raise MalformedError(f"END:{value} without its BEGIN")
    else:
        params = {key.upper(): said.strip('"') for key, said in _PARAM.findall(match["params"])}
        stack[-1].properties.append(Property(name, params, value))


def moments(one: Property | None) -> list[Moment]:
    """The times a property carries; values that are no times are left out."""
    if one is None:
        return []
    return [found for value in one.value.split(",") if (found := _moment(one, value))]


def moment(one: Property | None) -> Moment | None:
    """The first time a property carries."""
    return next(iter(moments(one)), None)


def _moment(one: Property, value: str) -> Moment | None:
    tzid = one.params.get("TZID", "")
    if not re.fullmatch(r"\d{8}(T\d{6}Z?)?", value):
        return None
    try:
        written = datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return None
    if len(value) == len("20260101"):
        return Moment("date", tzid, written)
    form = "utc" if value.endswith("Z") else "zoned" if tzid else "floating"
    return Moment(form, tzid, written)
