"""The people that every test knows, and the small town they live in.

Anna leads a choir and asks; Bartek leads a chess club and is the other group; Celina decides at Brzozowa,
Daniel at Sosnowa; Ewa coordinates. A stranger has no account.
"""

from dataclasses import dataclass
from datetime import date, time

from mal.people import passwords
from mal.people.models import Account, Group, GroupKind, LeaderRole, Leadership, StaffPost
from mal.places.models import Equipment, OpeningHours, ResourceKind, Room, RoomPart, Site
from mal.regulations import service as regulations
from mal.regulations.models import Regulation
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.database import db

PASSWORD = "only for tests, never real"
HASH = passwords.hash_password(PASSWORD)
OPENS, CLOSES = 9 * 60, 20 * 60


@dataclass
class Town:
    """Two sites, their rooms and things, the people, the rules in force. All is committed."""

    brzozowa: Site
    sosnowa: Site
    hall: Room
    kitchen: Room
    hall_with_kitchen: Room
    quiet_room: Room
    studio: Room
    chairs: Equipment
    projector: Equipment
    anna: Account
    bartek: Account
    celina: Account
    daniel: Account
    ewa: Account
    choir: Group
    chess: Group
    regulation: Regulation


def make_site(slug: str, position: int) -> Site:
    """Build a site that is open every day from nine to eight."""
    site = Site(
        slug=slug,
        name=slug.title(),
        letter=slug[0].upper(),
        address=f"ul. {slug.title()} 1, Milanówek",
        phone="+48 600 000 010",
        email=f"{slug}@example.org",
        position=position,
    )
    db.session.add(site)
    db.session.flush()
    db.session.add_all(
        OpeningHours(site_id=site.id, weekday=weekday, opens=OPENS, closes=CLOSES) for weekday in range(7)
    )
    return site


def make_room(site: Site, slug: str, *, max_people: int = 40, **changes: object) -> Room:
    """Build a room of a site."""
    values: dict[str, object] = {
        "name": slug.replace("-", " ").title(),
        "code": slug,
        "area_m2": 50,
        "seats": max_people,
        "workshop_places": max_people,
        "capacity": 1,
    }
    room = Room(
        site=site,
        site_id=site.id,
        kind=ResourceKind.ROOM,
        slug=slug,
        max_people=max_people,
        changed_at=clock.now(),
        **(values | changes),
    )
    db.session.add(room)
    db.session.flush()
    return room


def make_equipment(site: Site, slug: str, pieces: int) -> Equipment:
    """Build a pool of equipment."""
    item = Equipment(
        site=site,
        site_id=site.id,
        kind=ResourceKind.EQUIPMENT,
        slug=slug,
        name=slug.title(),
        capacity=pieces,
        changed_at=clock.now(),
    )
    db.session.add(item)
    db.session.flush()
    return item


def make_account(name: str, *, coordinator: bool = False, sites: tuple[Site, ...] = ()) -> Account:
    """Build an account whose password is PASSWORD."""
    account = Account(
        email=f"{name.lower()}@example.org",
        name=name,
        password_hash=HASH,
        locale="en",
        is_coordinator=coordinator,
        created_at=clock.now(),
        posts=[StaffPost(site_id=site.id) for site in sites],
        leaderships=[],
    )
    db.session.add(account)
    db.session.flush()
    return account


def make_group(name: str, leader: Account | None, kind: GroupKind = GroupKind.INFORMAL) -> Group:
    """Build a group with its leader."""
    now = clock.now()
    group = Group(name=name, kind=kind, members=12, created_at=now, feed_changed_at=now, leaders=[])
    db.session.add(group)
    db.session.flush()
    if leader is not None:
        leader.leaderships.append(Leadership(group_id=group.id, group=group, role=LeaderRole.LEADER))
    return group


def make_town(policy: Policy | None = None) -> Town:
    """Build the town and commit it. The numbers are generous unless a test gives its own."""
    brzozowa, sosnowa = make_site("brzozowa", 1), make_site("sosnowa", 2)
    hall = make_room(brzozowa, "sala-duza")
    kitchen = make_room(brzozowa, "aneks", max_people=8)
    whole = make_room(brzozowa, "sala-z-aneksem", capacity=0)
    db.session.add_all(RoomPart(whole_id=whole.id, part_id=part.id) for part in (hall, kitchen))
    anna, bartek = make_account("Anna"), make_account("Bartek")
    town = Town(
        brzozowa=brzozowa,
        sosnowa=sosnowa,
        hall=hall,
        kitchen=kitchen,
        hall_with_kitchen=whole,
        quiet_room=make_room(brzozowa, "gabinet", max_people=4, confidential_allowed=True),
        studio=make_room(sosnowa, "pracownia", max_people=10, buffer_minutes=15),
        chairs=make_equipment(brzozowa, "krzesla", 60),
        projector=make_equipment(brzozowa, "projektor", 3),
        anna=anna,
        bartek=bartek,
        celina=make_account("Celina", sites=(brzozowa,)),
        daniel=make_account("Daniel", sites=(sosnowa,)),
        ewa=make_account("Ewa", coordinator=True),
        choir=make_group("Chór Sąsiedzki", anna),
        chess=make_group("Szachy", bartek),
        regulation=regulations.publish(
            title="Regulamin",
            body="## § 1. O czym\n\nZasady.",
            change_note="",
            effective_on=date(2020, 1, 1),
            policy=policy
            or Policy(
                notice_working_days=0,
                horizon_days=3000,
                series_horizon_days=3000,
                weekly_minutes=100_000,
                longest_minutes=720,
            ),
            by=None,
        ),
    )
    db.session.commit()
    for room in (hall, kitchen, whole):
        db.session.refresh(room)
    return town


NINE, TEN, NOON, FIVE, SEVEN = time(9), time(10), time(12), time(17), time(19)
