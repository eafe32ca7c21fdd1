"""The start page, help and legal pages, the health of the system."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)

from mal.pages.web import about, health, helping, start  # noqa: E402, F401 - they hang their pages on the blueprint
