"""What the site says, in the language of its reader."""

from contextvars import Context

from flask import Flask
from flask_babel import gettext, ngettext


def said(app: Flask, text: str, **values: object) -> str:
    """Give a sentence as a page shows it."""

    def translated() -> str:
        with app.test_request_context():
            return gettext(text, **values)

    return Context().run(translated)


def counted(app: Flask, one: str, many: str, number: int, **values: object) -> str:
    """Give a sentence about a number of things as a page shows it."""

    def translated() -> str:
        with app.test_request_context():
            return ngettext(one, many, number, **values)

    return Context().run(translated)
