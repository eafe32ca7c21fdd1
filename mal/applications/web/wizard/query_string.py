"""The address of a wish: all that is chosen before the last page stands in it, after the question mark."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlencode

NAMES = re.compile(r"data|od|do|co|do_dnia|osob|sala|termin|wzor|s\d{1,10}")
# Days, hours, numbers: nothing else is ever chosen.
VALUE = re.compile(r"[0-9:. -]{1,20}", re.ASCII)
MOST = 150


def is_known_param(name: str) -> bool:
    """Tell whether a name belongs to a wish."""
    return NAMES.fullmatch(name) is not None


def build_query_string(pairs: Iterable[tuple[str, str]]) -> str:
    """Pick what belongs to a wish and write it as an address does; what cannot belong to one is dropped."""
    known = [(name, value) for name, value in pairs if is_known_param(name) and VALUE.fullmatch(value)]
    return urlencode(list(dict.fromkeys(known))[:MOST])


def parse_query_string(address: str) -> dict[str, list[str]]:
    """Read what was chosen out of an address."""
    return parse_qs(address)
