"""Help in plain words, the accessibility statement, who keeps which data and why."""

from typing import Any

from flask import render_template

from mal.pages.views import blueprint
from mal.places.queries import sites


@blueprint.get("/pomoc")
def help() -> Any:  # noqa: A001 - the page is called so
    """Help for the leader, the resident and the staff."""
    return render_template("pages/help.html", sites=sites())


@blueprint.get("/prywatnosc")
def privacy() -> Any:
    """Tell who keeps which data and why (RODO art. 13)."""
    return render_template("pages/privacy.html")


@blueprint.get("/deklaracja-dostepnosci")
def accessibility() -> Any:
    """Show the accessibility statement (Act of 4 April 2019, technical conditions 2.0)."""
    return render_template("pages/accessibility.html", sites=sites())
