"""Put the application together, floor by floor."""

from pathlib import Path

from click import Command
from flask import Blueprint, Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from mal.applications import web as applications
from mal.bookings import cli as bookings
from mal.calendars import feeds, kept
from mal.calendars import web as calendars
from mal.config import ROOT, Config
from mal.demo import cli as demo
from mal.desk import views as desk
from mal.monitoring.web import routes as monitoring
from mal.notifications import cli as notifications_cli
from mal.notifications.web import routes as notifications
from mal.pages import cli as pages_cli
from mal.pages import navigation
from mal.pages import web as pages
from mal.people import auth
from mal.people.web import routes as people
from mal.regulations.web import routes as regulations
from mal.shared import assets, i18n, web
from mal.shared.database import db

MIGRATIONS = ROOT / "migrations"
# A server that was started anew, or is silent, must not keep anyone waiting.
SERVER = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}
BLUEPRINTS: tuple[Blueprint, ...] = (
    people.blueprint,
    regulations.blueprint,
    applications.blueprint,
    monitoring.blueprint,
    desk.blueprint,
    calendars.blueprint,
    notifications.blueprint,
    pages.blueprint,
)
COMMANDS: tuple[Command, ...] = (bookings.bookings, demo.commands, notifications_cli.worker, pages_cli.serve)


def build(config: Config) -> Flask:
    """Build the application from its settings."""
    app = Flask("mal", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(flask_settings(config))
    app.extensions["mal.config"] = config
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    prepare_folder(config)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)
    assets.init_app(app)
    i18n.init_app(app)
    web.init_app(app)
    auth.init_app(app)
    navigation.init_app(app, config)
    register(app)
    kept.init_app(app)
    feeds.init_app(app)
    return app


def flask_settings(config: Config) -> dict[str, object]:
    """Say our settings in the words of Flask and its extensions."""
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {} if config.is_sqlite else SERVER,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-mal" if config.served_securely else "mal",
        "SESSION_COOKIE_SECURE": config.served_securely,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "PROXY_HOPS": config.proxy_hops,
        "TESTING": config.testing,
    }


def prepare_folder(config: Config) -> None:
    """Make the folder that the embedded database lies in."""
    if config.is_sqlite and ":memory:" not in config.database_url:
        Path(config.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)


def register(app: Flask) -> None:
    """Let each capability in, from the ground up."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for commands in COMMANDS:
        app.cli.add_command(commands)
