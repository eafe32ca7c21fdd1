"""How many statements an answer takes; this has no noise at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from flask import Flask
from werkzeug.test import Client

from mal.calendars.versions import Probe
from tests.bench.client import Asking
from tests.bench.layers import layered
from tests.bench.pages import Page
from tests.statements import statements

# Where a transaction begins is no question.
NO_QUESTIONS = ("BEGIN", "SAVEPOINT", "RELEASE")


@contextmanager
def statements_and_probes(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that reach the database, those that go to the driver directly among them."""
    ask = Probe.ask
    with statements(app) as seen:

        def note_probe(probe: Probe, **values: str) -> tuple[Any, ...] | None:
            seen.append(probe.text)
            return ask(probe, **values)

        with patch.object(Probe, "ask", note_probe):
            yield seen


def answer(app: Flask, asking: Asking) -> None:
    """Answer a request inside this process, through the layers that the server has in front."""
    client = Client(layered(app, app), use_cookies=False)
    response = client.open(
        asking.path,
        method=asking.method,
        headers=list(asking.headers),
        data=asking.body,
        content_type="application/x-www-form-urlencoded" if asking.body else None,
    )
    assert response.status_code == asking.status, f"{response.status} for {asking.path}"


def statements_of(app: Flask, page: Page) -> list[str]:
    """Return the statements of one answer, once what can be cached is cached."""
    if not page.once:
        answer(app, page.askings[0])
    with statements_and_probes(app) as seen:
        # The last of those that are sent only once: a measurement begins with the first.
        answer(app, page.askings[-1])
    return [statement for statement in seen if not statement.startswith(NO_QUESTIONS)]
