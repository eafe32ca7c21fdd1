"""The accessibility statement, and who keeps which data and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template

from mal.applications.drafts import KEPT_FOR
from mal.calendars.kept import whole_for_strangers
from mal.pages.web import blueprint
from mal.places import queries as places
from mal.places.models import Room, Site


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The days that the accessibility statement names; review it each year by 31 March and after each large change."""

    published: date
    changed: date
    made: date
    reviewed: date


STATEMENT = Statement(
    published=date(2026, 11, 22),
    changed=date(2026, 11, 22),
    made=date(2026, 11, 22),
    reviewed=date(2026, 11, 22),
)


@blueprint.get("/prywatnosc")
@whole_for_strangers
def privacy() -> Any:
    """Tell who keeps which data and why (RODO art. 13)."""
    return render_template("pages/privacy.html", draft_days=KEPT_FOR.days)


@blueprint.get("/deklaracja-dostepnosci")
@whole_for_strangers
def accessibility() -> Any:
    """Show the accessibility statement (Act of 4 April 2019, technical conditions 2.0)."""
    houses = by_house(places.list_sites(), places.list_rooms())
    return render_template("pages/accessibility.html", statement=STATEMENT, houses=houses)


def by_house(sites: Sequence[Site], rooms: Sequence[Room]) -> list[tuple[Site, list[Room]]]:
    """Put the rooms to their houses."""
    return [(site, [room for room in rooms if room.site_id == site.id]) for site in sites]
