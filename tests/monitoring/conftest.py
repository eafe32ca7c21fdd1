"""Tests of monitoring read words in the language of the sources, as their browser does."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale


@pytest.fixture(autouse=True)
def english(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read words in English wherever the test has entered the application."""
    if "in_app" not in request.fixturenames:
        yield
        return
    app: Flask = request.getfixturevalue("in_app")
    assert app
    with force_locale("en"):
        yield
