"""Labels in tests of monitoring are English, like those of the test browser."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale


@pytest.fixture(autouse=True)
def english(request: pytest.FixtureRequest) -> Iterator[None]:
    """Force English where the test has entered the application context."""
    if "in_app" not in request.fixturenames:
        yield
        return
    app: Flask = request.getfixturevalue("in_app")
    assert app
    with force_locale("en"):
        yield
