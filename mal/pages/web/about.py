"""The privacy page and the accessibility statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from mal.applications.drafts import KEPT_FOR
from mal.calendars.kept import whole_for_strangers
from mal.places import queries as places
from mal.places.models import Room, Site

blueprint = Blueprint("about", __name__)


@dataclass(frozen=True, kw_only=True)
class AccessibilityStatement:
    """The dates in the statement; review it by 31 March of each year and after each large change of the site."""

    published: date
    changed: date
    made: date
    reviewed: date


STATEMENT = AccessibilityStatement(
    published=date(2026, 11, 22),
    changed=date(2026, 11, 22),
    made=date(2026, 11, 22),
    reviewed=date(2026, 11, 22),
)


@blueprint.get("/prywatnosc")
@whole_for_strangers
def privacy() -> str:
    """Show who processes which personal data and why (RODO art. 13)."""
    return render_template("pages/privacy.html", draft_days=KEPT_FOR.days)


@blueprint.get("/deklaracja-dostepnosci")
@whole_for_strangers
def accessibility() -> str:
    """Show the accessibility statement (Act of 4 April 2019, technical conditions 2.0)."""
    rooms_by_site = group_by_site(places.list_sites(), places.list_rooms())
    return render_template("pages/accessibility.html", statement=STATEMENT, rooms_by_site=rooms_by_site)


def group_by_site(sites: Sequence[Site], rooms: Sequence[Room]) -> list[tuple[Site, list[Room]]]:
    """Return each site with its rooms."""
    return [(site, [room for room in rooms if room.site_id == site.id]) for site in sites]
