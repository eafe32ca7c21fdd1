"""What nobody types by chance: the values that are tried on every field and every parameter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.client import controls_of, filled_in

Value = str | bytes
Sent = dict[str, list[Value]]

MISSING: list[Value] = []
TEXTS: list[Value] = [
    "",
    "a\x00b",
    "\x01\x1f\x7f",
    "a\x85b\u2028c",
    b"\xed\xa0\x80",
    b"\xff",
    "ż" * 10_000,
    "x" * 51,
    # Putting them in order takes time with the square of their number.
    "a" + "\u0301" * 12_000 + "\u0327" * 12_000,
    "👩‍👩‍👧🇵🇱",
    "\u202eabc\u2066",
    "<script>alert(1)</script>",
    "=1+1",
]
NUMBERS: list[Value] = [
    "-1",
    "0",
    "00",
    str(2**31),
    str(2**63),
    str(10**40),
    "000000000001" + "9" * 30,
    "9" * 5000,
    "NaN",
    "1e9",
    "٣",
]
DAYS: list[Value] = ["0001-01-01", "9999-12-31", "2027-02-30", "2027-13-01", "2027-03-28", "28.03.2027"]
CLOCKS: list[Value] = ["24:00", "99:99", "02:30", "00:00", "-1:00"]
CODES: list[Value] = ["no such thing", "room-", "site-99999999999", "all", "new", "confidential", "other"]
# What is tried on any field, whatever it asks for.
EVERYWHERE: list[Value] = ["", "a\x00b", b"\xff", "<script>alert(1)</script>", "9" * 5000]


@dataclass
class Form:
    """A form that the site shows, filled in so that it would be taken."""

    page: str
    method: str
    action: str
    sent: Sent
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """Tell forms apart: the same one stands on many pages."""
        return self.method, urlsplit(self.action).path, frozenset(self.sent), frozenset(self.kinds)

    def attacks(self) -> Iterator[tuple[str, Sent]]:
        """Give what is sent, one field spoilt at a time, with words for the fault."""
        for name, kind in self.kinds.items():
            for values in self.values_for(kind):
                yield f"{name}={shortly(values)}", self.sent | {name: values}
            yield f"{name}[]=x", {**self.sent, name: [], f"{name}[]": ["x"]}
        yield "nothing at all", {"csrf_token": self.sent.get("csrf_token", [])}

    @staticmethod
    def values_for(kind: str) -> Iterator[list[Value]]:
        """Give the values for a kind of field: none, each bad one, and two at once."""
        yield MISSING
        yield from ([value] for value in values_of(kind))
        yield ["1", "zażółć"]


def values_of(kind: str) -> list[Value]:
    """Choose the values that a kind of field might stumble over."""
    special = {
        "text": TEXTS,
        "number": NUMBERS,
        "date": DAYS,
        "month": DAYS,
        "time": CLOCKS,
        "choice": [*NUMBERS, *CODES],
        "hidden": [*TEXTS, *NUMBERS],
        "any": [*TEXTS, *NUMBERS, *DAYS, *CLOCKS, *CODES],
    }[kind]
    return list(dict.fromkeys([*special, *EVERYWHERE]))


def forms_on(soup: BeautifulSoup, page: str, good: dict[str, str]) -> Iterator[Form]:
    """Read the forms of a page and fill them in with good values, as far as they are known."""
    for tag in soup.select("form"):
        sent: Sent = {name: list(values) for name, values in filled_in(tag, {}, None).items()}
        kinds = {str(each["name"]): kind_of(each) for each in controls_of(tag)}
        kinds.pop("csrf_token", None)
        for name in kinds:
            if name in good and not any(sent.get(name, ())):
                sent[name] = [good[name]]
            elif name not in sent:
                offers: list[Value] = [offer for offer in offered(tag, name) if offer]
                sent[name] = offers[:1]
        method = str(tag.get("method", "get")).upper()
        yield Form(page, method, str(tag.get("action") or page), sent, kinds)


def kind_of(control: Tag) -> str:
    """Sort a control by what may be wrong with its value."""
    if control.name == "textarea":
        return "text"
    if control.name in {"select", "button"}:
        return "choice"
    kind = str(control.get("type") or "text")
    known = {"radio": "choice", "checkbox": "choice", "hidden": "hidden"}
    return known.get(kind, kind if kind in {"number", "date", "month", "time"} else "text")


def offered(form: Tag, name: str) -> list[str]:
    """List what can be chosen for a field."""
    options = controls_of(
        form, f'select[name="{name}"] option, [name="{name}"][type=radio], [name="{name}"][type=checkbox]'
    )
    return [str(option.get("value", "")) for option in options]


def encoded(sent: Sent) -> str:
    """Write what is sent as a browser does, bytes that are no text included."""
    pairs = [(name, value) for name, values in sent.items() for value in values]
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)


def shortly(values: list[Value]) -> str:
    """Name a value in the words of a fault."""
    return repr(values)[:60]
