"""Extra sites, rooms and groups for many bookings."""

from dataclasses import dataclass

from mal.people import service as people
from mal.people.models import GroupKind
from mal.places.models import Equipment, OpeningHours, ResourceKind, Room, Site
from mal.shared import clock
from mal.shared.database import db

ROOMS_A_SITE = 5
GROUPS_A_SITE = 10
CHAIRS = 40
OPENS, CLOSES = 8 * 60, 21 * 60
WORKDAYS = range(6)
KINDS = ("Koło", "Krąg", "Klub", "Grupa", "Zespół")
CONCERNS = ("Sąsiedzki", "Spacerowy", "Ogrodowy", "Literacki", "Taneczny", "Rodzinny", "Rowerowy")


@dataclass(frozen=True)
class Yard:
    """The ids of one extra site and what belongs to it."""

    number: int
    room_ids: tuple[int, ...]
    chairs_id: int
    chairs: int
    group_ids: tuple[int, ...]


def make_yard(number: int, rooms: int) -> Yard:
    """Make an extra site, open from Monday to Saturday."""
    site = Site(
        slug=f"punkt-{number:03}",
        name=f"Punkt {number:03}",
        letter="P",
        address=f"ul. Przykładowa {number}, 05-822 Milanówek",
        phone="+48 600 000 003",
        email=f"punkt-{number:03}@example.org",
        position=100 + number,
    )
    db.session.add(site)
    db.session.flush()
    made = [make_room(site, position) for position in range(1, rooms + 1)]
    chairs = make_chairs(site)
    db.session.add_all(
        OpeningHours(site_id=site.id, weekday=weekday, opens=OPENS, closes=CLOSES) for weekday in WORKDAYS
    )
    db.session.flush()
    return Yard(number, tuple(room.id for room in made), chairs.id, CHAIRS, make_groups(number))


def make_room(site: Site, position: int) -> Room:
    """Make one room."""
    room = Room(
        kind=ResourceKind.ROOM,
        site=site,
        site_id=site.id,
        slug=f"sala-{position}",
        name=f"Sala {position}",
        capacity=1,
        position=position,
        changed_at=clock.now(),
        code=f"P{site.slug.removeprefix('punkt-')}-{position}",
        description="",
        area_m2=40,
        seats=30,
        workshop_places=20,
        max_people=30,
        amenities=[],
        access={},
    )
    db.session.add(room)
    return room


def make_chairs(site: Site) -> Equipment:
    """Make one pool, large enough for all rooms at once."""
    chairs = Equipment(
        kind=ResourceKind.EQUIPMENT,
        site=site,
        site_id=site.id,
        slug="krzeslo",
        name="Krzesło składane",
        capacity=CHAIRS,
        changed_at=clock.now(),
        note="",
        off_site=False,
    )
    db.session.add(chairs)
    return chairs


def make_groups(number: int) -> tuple[int, ...]:
    """Make the groups that meet there; nobody signs in for them."""
    first = (number - 1) * GROUPS_A_SITE
    return tuple(
        people.create_group(
            people.GroupProfile(
                kind=GroupKind.INFORMAL,
                name=f"{KINDS[index % 5]} {CONCERNS[index % 7]} {index + 1}",
                members=10 + index % 20,
            ),
            None,
        ).id
        for index in range(first, first + GROUPS_A_SITE)
    )
