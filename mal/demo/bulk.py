"""Many approved bookings on extra sites, for finding out how the system feels when it is full.

Each booking is one date, so N bookings are N dates. The rows are invented and written in one go, not asked for one
by one, but they pass the same guard of the database as all others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import select, text

from mal.bookings import service as bookings
from mal.demo.bulk_places import ROOMS_A_SITE, Yard, make_yard
from mal.demo.bulk_rows import Chronicle
from mal.demo.bulk_writers import Writer, writer
from mal.demo.people_data import STAFF
from mal.people import queries as people
from mal.places import holidays
from mal.places.models import Site
from mal.regulations import queries as rules
from mal.shared import clock
from mal.shared.database import db

# A busy room: about two meetings on each open day.
BOOKINGS_A_ROOM = 2400
YEARS_BACK, YEARS_AHEAD = 3, 1


@dataclass(frozen=True)
class Progress:
    """How far it is."""

    bookings: int
    sites: int


def add_bookings(count: int, seed: int) -> Iterator[Progress]:
    """Add so many approved bookings, site by site; the caller commits after each.

    The same seed after the same history gives the same bookings.
    """
    number, done = next_number(), 0
    rng = Random(f"{seed}/{number}")  # noqa: S311 - invents demo data
    days = open_days(clock.today())
    into = writer(db.session.connection().dialect.name)
    for sites in range(1, -(-count // (BOOKINGS_A_ROOM * ROOMS_A_SITE)) + 1):
        here = min(count - done, BOOKINGS_A_ROOM * ROOMS_A_SITE)
        fill_site(make_yard(number, -(-here // BOOKINGS_A_ROOM)), here, days, rng, into)
        number, done = number + 1, done + here
        yield Progress(done, sites)


def fill_site(yard: Yard, count: int, days: list[date], rng: Random, into: Writer) -> None:
    """Fill the rooms of one site evenly."""
    bookings.lock_resources([*yard.room_ids, yard.chairs_id])
    into.prepare()
    staff, rule = people.get_account_by_email(STAFF), rules.get_regulation_in_force(clock.today())
    chronicle = Chronicle(
        yard=yard,
        days=days,
        rng=rng,
        into=into,
        staff_id=None if staff is None else staff.id,
        regulation_id=None if rule is None else rule.id,
    )
    share, more = divmod(count, len(yard.room_ids))
    for index, room_id in enumerate(yard.room_ids):
        chronicle.fill_room(room_id, share + (index < more))


def next_number() -> int:
    """Give the number of the first extra site that there is not yet."""
    slugs = db.session.scalars(select(Site.slug).where(Site.slug.like("punkt-%")))
    return max((int(slug.removeprefix("punkt-")) for slug in slugs), default=0) + 1


def open_days(today: date) -> list[date]:
    """List the days on which the extra sites are open: no Sundays, no public holidays."""
    first, last = today - timedelta(days=365 * YEARS_BACK), today + timedelta(days=365 * YEARS_AHEAD)
    days = (first + timedelta(days=number) for number in range((last - first).days))
    return [day for day in days if day.weekday() < 6 and holidays.holiday_name(day) is None]


def tell_the_planner() -> None:
    """Let the database count its rows anew: it chooses its ways by these numbers."""
    db.session.execute(text("ANALYZE"))
