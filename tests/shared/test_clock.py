"""The clock: of a process, of a context, and the settings that stop it."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from mal.config import ROOT, BadSetting, Config
from mal.shared import clock
from tests.fixed_clock import A_YEAR_AGO, NOW, TODAY, Freeze

TESTING = {"SECRET_KEY": "only-for-tests-" * 4, "MAL_TESTING": "1"}
NEW_YEAR = datetime(2027, 12, 31, 23, 30, tzinfo=UTC)


def test_suite_lives_on_one_day_whatever_the_machine_says() -> None:
    assert clock.now() == NOW
    assert clock.today() == TODAY
    assert TODAY.weekday() == A_YEAR_AGO.weekday() == 1


def test_today_is_the_day_in_warsaw() -> None:
    with clock.at(NEW_YEAR):
        assert clock.today() == date(2028, 1, 1)
    assert clock.today() == TODAY


def test_frozen_clock_holds_in_every_thread_and_a_moved_one_only_in_its_own(
    freeze: Freeze,
) -> None:
    seen: list[datetime] = []
    freeze(NEW_YEAR)
    with clock.at(NOW):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
        assert clock.now() == NOW
    assert seen == [clock.now()] == [NEW_YEAR]


def test_without_the_setting_the_clock_runs() -> None:
    clock.freeze(None)
    try:
        assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=60)
        assert clock.now().microsecond == 0
    finally:
        clock.freeze(NOW)


def test_now_is_read_with_its_offset() -> None:
    config = Config.from_environment({**TESTING, "MAL_NOW": "2027-02-02T12:00:00+01:00"})
    assert config.now == NOW
    assert config.testing


@pytest.mark.parametrize("absent", [{}, {"MAL_NOW": "", "MAL_TESTING": "0"}])
def test_clock_of_a_real_site_runs(absent: dict[str, str]) -> None:
    config = Config.from_environment({"SECRET_KEY": "only-for-tests-" * 4, **absent})
    assert config.now is None
    assert not config.testing


@pytest.mark.parametrize("text", ["today", "2027-02-02T12:00:00", "2027-02-30T12:00:00+01:00"])
def test_now_without_offset_or_that_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="MAL_NOW must be like"):
        Config.from_environment({**TESTING, "MAL_NOW": text})


def test_now_is_refused_unless_testing() -> None:
    with pytest.raises(BadSetting, match="MAL_TESTING=1"):
        Config.from_environment({"SECRET_KEY": "only-for-tests-" * 4, "MAL_NOW": NOW.isoformat()})


def test_testing_is_refused_where_people_come_by_https() -> None:
    with pytest.raises(BadSetting, match="https"):
        Config.from_environment({**TESTING, "MAL_PUBLIC_URL": "https://mal.example.org"})


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_process_of_its_own_lives_at_the_same_instant(app: Flask, tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "MAL_DATA_DIR": str(tmp_path),
        "MAL_TESTING": "1",
        "MAL_NOW": NOW.isoformat(),
    }
    program = "from wsgi import app; from mal.shared import clock; print(clock.now().isoformat())"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == NOW.isoformat()
