"""What must not be guessed, read by others or sent in the clear."""

import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mal import create_app
from mal.config import BadSetting, Config
from mal.shared.database import db
from tests.databases import config_for
from tests.sample_data import make_town

KEY = "only-for-tests-" * 4


@pytest.mark.parametrize("key", ["x", "secret", "0" * 31])
def test_a_signing_key_that_can_be_guessed_is_refused(key: str) -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        Config.from_environment({"SECRET_KEY": key})


def test_a_signing_key_of_32_characters_is_taken() -> None:
    assert Config.from_environment({"SECRET_KEY": "0" * 32}).secret_key == "0" * 32


@pytest.mark.parametrize(
    "url",
    [
        "smtp://anna:word@mail.example.org",
        "smtp://anna:word@mail.example.org:587",
        "smtp://anna:word@mail.example.org?starttls=0",
        "smtp://anna@mail.example.org?tls=1",
    ],
)
def test_a_mail_password_in_the_clear_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="MAL_SMTP_URL"):
        Config.from_environment({"SECRET_KEY": KEY, "MAL_SMTP_URL": url})


@pytest.mark.parametrize(
    "url",
    [
        "smtps://anna:word@mail.example.org",
        "smtp://anna:word@mail.example.org:587?starttls=1",
        "smtp://mail.example.org",
        "smtp://anna:word@127.0.0.1:2525",
    ],
)
def test_mail_servers_that_give_nothing_away_are_taken(url: str) -> None:
    assert Config.from_environment({"SECRET_KEY": KEY, "MAL_SMTP_URL": url}).smtp_url == url


def test_a_new_database_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "mal.db"
    create_app(config_for(f"sqlite:///{path}"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_answer_over_https_insists_on_it(tmp_path: Path) -> None:
    secure = Config(
        database_url=f"sqlite:///{tmp_path / 'mal.db'}", secret_key=KEY, public_url="https://mal.example.org"
    )
    client = create_app(secure).test_client()
    for path in ("/healthz", "/favicon.ico", "/kalendarz/nieznany.ics", "/nie-ma"):
        assert client.get(path, buffered=True).headers["Strict-Transport-Security"] == "max-age=31536000", (
            path
        )


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_without_https_nothing_insists_on_it(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/healthz").headers


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_static_files_are_not_open_to_scripts_of_other_sites(app: Flask) -> None:
    assert "Access-Control-Allow-Origin" not in app.test_client().get("/favicon.ico", buffered=True).headers


def test_errors_of_the_database_name_no_values(in_app: Flask) -> None:
    make_town()
    statement = text("INSERT INTO community_group (id, name) VALUES (1, :name)")
    with pytest.raises(IntegrityError) as refused:
        db.session.execute(statement, {"name": "Anna Tajna"})
    assert "[SQL parameters hidden due to hide_parameters=True]" in str(refused.value)
