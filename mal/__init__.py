"""Rooms and equipment of the local activity centres: the table of contents."""

from flask import Flask

from mal.config import Config


def create_app(config: Config | None = None) -> Flask:
    """Build the application from its settings (without any: from the environment)."""
    from mal import factory  # noqa: PLC0415 - the root package imports nothing at the top

    return factory.build_app(config or Config.from_environment())
