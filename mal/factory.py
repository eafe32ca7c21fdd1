"""The application factory: extensions, settings, blueprints and commands put together."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from mal.blueprints import BLUEPRINTS, COMMANDS
from mal.calendars import feeds, kept
from mal.config import ROOT, Config
from mal.pages.web import navigation
from mal.people import auth
from mal.shared import assets, clock, error_pages, i18n, web
from mal.shared.database import db

MIGRATIONS = ROOT / "migrations"
# A database server that was started anew, or is silent, must not keep anyone waiting.
POSTGRESQL_OPTIONS: dict[str, object] = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}


def build_app(config: Config) -> Flask:
    """Build the application from its settings."""
    app = Flask("mal", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(flask_settings(config))
    app.extensions["mal.config"] = config
    if config.now is not None:
        clock.freeze(config.now)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    create_database_folder(config)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)
    assets.init_app(app)
    i18n.init_app(app)
    web.init_app(app)
    error_pages.init_app(app)
    auth.init_app(app)
    navigation.init_app(app, config)
    register_all(app)
    kept.init_app(app)
    feeds.init_app(app)
    if config.served_securely:
        web.insist_on_https(app)
    return app


def flask_settings(config: Config) -> dict[str, object]:
    """Return the configuration of Flask and its extensions for these settings."""
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        # Error messages, and so logs, carry statements without the values of people.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True}
        | ({} if config.is_sqlite else POSTGRESQL_OPTIONS),
        "SESSION_COOKIE_NAME": "__Host-mal" if config.served_securely else "mal",
        "SESSION_COOKIE_SECURE": config.served_securely,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "PROXY_HOPS": config.proxy_hops,
        "TESTING": config.testing,
    }


def create_database_folder(config: Config) -> None:
    """Create the folder and the file of the embedded database, both readable by their owner alone.

    What exists already keeps its permissions. SQLite gives its journal files those of the database.
    """
    if config.is_sqlite and ":memory:" not in config.database_url:
        path = Path(config.database_url.removeprefix("sqlite:///"))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)


def register_all(app: Flask) -> None:
    """Register every blueprint and command group."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for commands in COMMANDS:
        app.cli.add_command(commands)
