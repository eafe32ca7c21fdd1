"""Every pattern that may read what comes from outside takes linear time, whatever is repeated before it fails."""

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from types import FrameType, ModuleType
from typing import ClassVar

import pytest
from flask import Flask
from wtforms import Form, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import Regexp

import mal
from mal.config import ROOT

Pattern = re.Pattern[str]
Ways = tuple[Callable[[Pattern, str], object], ...]
# How a value may begin, what may be repeated in it, and what may spoil its end.
BEGINNINGS = ("", "a", "0", "/", '"a"', "https://", "/kalendarz/a", "a.0", "2027-")
PIECES = (
    *" \t\n,;:.-/\"'=%0a_Zż\x00\u2028",
    *(", ", " ,", "a ", "a,", "a-", "-a", "a.", "/a", "00", "0:", ":0", ":00", "0.", "aa", "az", "\r\n"),
    *('"a"', '"",', '"a",', 'W/"a",', ", , ", ' ,"a"', "q=0;", "; q=1", "%20", "a/a", "a@", "&a=", "s1"),
)
ENDINGS = ("", "!", '"', "\x00", "a", " ")
# Classes of libraries that a module has imported are not ours.
OURS = ("mal", "tests", __name__)
# Enough pieces that what doubles with each takes hours, and that what grows with the square takes a second.
FEW, MANY = 28, 20_000
# Of processor time, so that a busy machine is no reason.
SECONDS = 0.25
# How the patterns of addresses are used, and how all others may be.
WHOLE: Ways = (lambda pattern, text: pattern.fullmatch(text),)
WHOLE_OR_PART: Ways = (*WHOLE, lambda pattern, text: pattern.sub("", text))


class TooSlow(Exception):
    """A pattern has taken longer than it may."""


def on_alarm(_number: int, _frame: FrameType | None) -> None:
    """Stop a match that runs; Python's matcher looks for signals while it backtracks."""
    raise TooSlow


def modules() -> Iterator[ModuleType]:
    """Import every module of the application."""
    for found in pkgutil.walk_packages(mal.__path__, "mal."):
        yield importlib.import_module(found.name)


def parts_of(value: object) -> Iterable[object]:
    """List what a value holds: a collection, a field or its validator, or a class of ours."""
    match value:
        case dict():
            return value.values()
        case list() | tuple() | set() | frozenset():
            return value
        case Regexp():
            return [value.regex]
        case UnboundField():
            return [value.args, value.kwargs]
        case type() if value.__module__.startswith(OURS):
            return [each for each in vars(value).values() if not isinstance(each, type)]
    return []


def patterns_in(value: object) -> Iterator[Pattern]:
    """Find the patterns in a value and in all that it holds."""
    if isinstance(value, re.Pattern):
        yield value
    for part in parts_of(value):
        yield from patterns_in(part)


def patterns_of_modules() -> set[Pattern]:
    """Collect the patterns of the modules' variables and of their classes."""
    values = [value for module in modules() for value in vars(module).values()]
    return {pattern for value in values for pattern in patterns_in(value)}


def patterns_of_routes(app: Flask) -> set[Pattern]:
    """Collect the patterns of the converters, and those that the addresses of the pages are matched by."""
    converters = {converter.regex for converter in app.url_map.converters.values()}
    parts = {part.content for rule in app.url_map.iter_rules() for part in rule._parts if not part.static}
    return {re.compile(pattern) for pattern in converters | parts}


@cache
def hostile() -> tuple[str, ...]:
    """Repeat each piece after each beginning and before each ending, a few times and many times."""
    short = [
        beginning + piece * times + ending
        for beginning, piece, ending, times in product(BEGINNINGS, PIECES, ENDINGS, (6, FEW))
    ]
    long = [
        beginning + piece * (MANY // len(piece)) + ending
        for beginning, piece, ending in product(BEGINNINGS, PIECES, "!\x00")
    ]
    return tuple(dict.fromkeys(short + long))


def first_slow(pattern: Pattern, ways: Ways) -> str | None:
    """Return the first hostile text that one way of using a pattern spends too long on."""
    for text in hostile():
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            for way in ways:
                way(pattern, text)
        except TooSlow:
            return text
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def slow_ones(patterns: Iterable[Pattern], ways: Ways = WHOLE_OR_PART) -> list[str]:
    """Name the patterns that hostile repetition holds up, with what does it."""
    before = signal.signal(signal.SIGVTALRM, on_alarm)
    try:
        found = [(pattern.pattern, first_slow(pattern, ways)) for pattern in patterns]
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return [f"{pattern!r}: {text[:40]!r}" for pattern, text in found if text is not None]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_no_pattern_of_ours_backtracks_for_long(app: Flask) -> None:
    ours, routes = patterns_of_modules(), patterns_of_routes(app)
    assert len(ours) >= 12
    assert len(routes) >= 6
    assert not slow_ones(ours)
    assert not slow_ones(routes, WHOLE)


def test_the_search_notices_the_pattern_of_entity_tags_that_once_stopped_the_server() -> None:
    tag = r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")'
    assert slow_ones([re.compile(rf"\s*{tag}\s*(?:,\s*(?:{tag})?\s*)*")])


@pytest.mark.parametrize("slow", [r"(a+)+b", r"([a-z-]+)*!", r"(?:\d|0)+x", r"\s*(?:,\s*)*x"])
def test_the_search_notices_what_grows_exponentially(slow: str) -> None:
    assert slow_ones([re.compile(slow)])


def test_the_search_notices_what_grows_with_the_square() -> None:
    assert slow_ones([re.compile(r"\s*\s*x")])
    assert slow_ones([re.compile(r"[a-z]*[a-z0-9]*!")])


def test_patterns_are_found_in_collections_classes_and_fields_of_forms() -> None:
    class Example(Form):  # type: ignore[misc]
        spellings: ClassVar = {"one": [re.compile("1")]}
        field = StringField(validators=[Regexp("2")])

    assert {pattern.pattern for pattern in patterns_in(Example)} == {"1", "2"}


def test_every_pattern_has_a_name_of_its_own_by_which_it_is_found() -> None:
    """What is given to `re.match` and the like as a literal would escape the search."""
    direct = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
    found = []
    for path in sorted((ROOT / "mal").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)) if name in direct:
                    found.append(f"{path.name}:{node.lineno}")
    assert not found


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_hostile_header_of_entity_tags_is_read_at_once(app: Flask) -> None:
    client = app.test_client()
    # As long as a header may be, and longer: feeds are answered in front of the limit, in linear time.
    headers = {
        '"a"' + ", " * 400 + "x": {200, 304},
        '"a"' + ", " * 3900: {200, 304},
        '"a"' + ", " * 4000: {200, 431},
    }
    for path, (header, answers) in product(("/kalendarz.ics", "/kalendarz/"), headers.items()):
        begun = time.perf_counter()
        assert client.get(path, headers={"If-None-Match": header}).status_code in answers
        assert time.perf_counter() - begun < 2
