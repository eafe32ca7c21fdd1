"""What this machine has for tests, and what to do about what it lacks."""

import os
from typing import NoReturn

import pytest


def lacks(what: str) -> NoReturn:
    """Skip the test with the reason; where every test must count (CI=true), fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
