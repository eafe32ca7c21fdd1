"""Loaded demos: a town for each of some days, loaded once for all the questions about it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask

from mal import create_app
from mal.demo import loader
from mal.shared.database import db
from mal.shared.timespan import to_utc
from tests.conftest import migrate
from tests.databases import config_for
from tests.fixed_clock import frozen_at
from tests.sample_data import NOON

# After the new year, before either change of the clocks, in the summer, before Christmas.
DAYS = ("2026-01-02", "2026-03-27", "2026-07-15", "2026-10-24", "2026-12-23")


def noon_of(day: str) -> AbstractContextManager[None]:
    """Stop the clock at noon of a day."""
    return frozen_at(to_utc(date.fromisoformat(day), NOON))


def load_at_noon(app: Flask, day: str) -> None:
    """Load the story around a day."""
    with noon_of(day), app.app_context():
        loader.load()
        db.session.commit()


@pytest.fixture(scope="module", params=DAYS)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the demo in it and its context entered, at noon of a day."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    migrate(url)
    app = create_app(config_for(url))
    load_at_noon(app, request.param)
    with noon_of(request.param), app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
