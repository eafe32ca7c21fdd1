"""Every part of a path that a converter reads is sent what none of our links holds."""

from collections.abc import Iterator
from contextvars import Context
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mal.shared.text import LARGEST_ID
from tests.architecture.test_access import COORDINATOR, OWN, STRANGER, Things, make_things, routes
from tests.architecture.test_hostile_input import Someone, someone

NO_TEXT = ["a%00b", "a%00", "%00", "%0a", "a%0a", "%ff", "%ed%a0%80", "a%c2%85", "%e2%80%a8", "%7f", "%01%1f"]
NO_SLUG = [
    "A",
    "a!b",
    "a b",
    "a%20",
    "-a",
    "a-",
    "ż",
    "%d9%a3",
    "a'--",
    "a%22",
    "a_b",
    "%3Cb%3E",
    "..",
    "a;b",
]
NO_ID = ["0", "-1", "00", "1.0", "%d9%a1", "1e3", "1%00", "1a", str(LARGEST_ID + 1), str(2**63), "9" * 400]
LONG = ["a" * 62, "a" * 63, "a" * 3000, "1" * 3000]


@pytest.fixture
def things(in_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Things:
    monkeypatch.setitem(in_app.config, "PROPAGATE_EXCEPTIONS", False)
    return make_things()


def paths(app: Flask, things: Things) -> Iterator[tuple[str, str]]:
    """Give the path of each route with one part spoilt after another, and a method it takes."""
    for rule, method in routes(app):
        whole = things.address(rule)
        for name in rule.arguments:
            good = f"/{things.values[name]}"
            assert good in whole
            wrong = NO_ID if isinstance(things.values[name], int) else NO_SLUG
            for hostile in (*NO_TEXT, *wrong, *LONG):
                yield whole.replace(good, f"/{hostile}", 1), method


def ask(asker: Someone, path: str, method: str) -> TestResponse:
    """Send a path octet by octet, as a server hands it on."""
    client = asker.app.test_client(use_cookies=False)
    raw = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1")}
    headers = {"Cookie": asker.cookies}
    return Context().run(lambda: client.open("/", method=method, environ_overrides=raw, headers=headers))


@pytest.mark.parametrize("name", [STRANGER, OWN, COORDINATOR])
def test_no_route_stumbles_over_its_path(app: Flask, things: Things, name: str) -> None:
    asker = someone(app, name)
    answers = [(path, ask(asker, path, method).status_code) for path, method in paths(app, things)]
    assert len(answers) > 500
    assert not [(path[:80], status) for path, status in answers if status >= 500]


def instances(app: Flask) -> Iterator[tuple[Rule, str, object]]:
    """List the converters that the routes use, as they were made for each."""
    for rule in app.url_map.iter_rules():
        for name, converter in rule._converters.items():
            yield rule, name, converter


def test_each_converter_reads_by_the_pattern_that_its_class_declares(app: Flask) -> None:
    kinds = app.url_map.converters
    made = [converter for _, _, converter in instances(app)]
    for name in ("slug", "id"):
        of_kind = [converter for converter in made if isinstance(converter, kinds[name])]
        assert of_kind
        assert {converter.regex for converter in of_kind} == {kinds[name].regex}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slug", [*NO_TEXT, *NO_SLUG, "a" * 63])
def test_what_is_no_slug_leads_nowhere(app: Flask, slug: str) -> None:
    adapter = app.url_map.bind("localhost")
    text = unquote_to_bytes(slug).decode("utf-8", "replace")
    for path in (
        f"/miejsca/{text}",
        f"/miejsca/brzozowa/{text}",
        f"/praca/dzien/{text}",
        f"/kalendarz/{text}.ics",
    ):
        with pytest.raises(NotFound):
            adapter.match(path)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_is_a_slug_leads_to_its_page(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    for slug in ("a", "7", "sala-duza", "a" * 62):
        assert adapter.match(f"/miejsca/{slug}") == ("calendars.site", {"site_slug": slug})
