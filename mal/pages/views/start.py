"""The start page."""

from typing import Any

from flask import render_template

from mal.pages.views import blueprint


@blueprint.get("/")
def start() -> Any:
    """Show what is on, and the doors for each kind of visitor."""
    return render_template("pages/start.html")
