"""Places, people and rules of the demo, as rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mal.demo import shapes
from mal.demo.almanac import day_of
from mal.demo.equipment_data import EQUIPMENT
from mal.demo.people_data import ACCOUNTS, COORDINATOR, GROUPS
from mal.demo.places_data import SITES, SUMMER_FIRST, SUMMER_LAST
from mal.demo.regulamin import PREVIOUS, VERSIONS
from mal.demo.rooms_data import ROOMS
from mal.people import passwords
from mal.people import service as people
from mal.people.models import Account, Group, GroupKind, StaffPost
from mal.places.models import Equipment, OpeningHours, ResourceKind, Room, RoomPart, Site
from mal.regulations import service as regulations
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import to_utc

PASSWORD = "demo-demo-demo"  # noqa: S105 - printed for everyone; refused where people are real
# The first door opened before any group was founded.
OPENED_IN_WEEK = -170
# A version of the Regulamin is published so long before it takes effect.
DAYS_TO_READ_IT = 30
# What the previous version of the Regulamin set otherwise.
EARLIER_POLICY = Policy(
    notice_working_days=5,
    horizon_days=30,
    reply_working_days=5,
    longest_minutes=180,
    weekly_minutes=360,
    cancel_hours=48,
    card_days=14,
)


@dataclass(frozen=True)
class Places:
    """Sites by slug, rooms by code, equipment by slug."""

    sites: dict[str, Site]
    rooms: dict[str, Room]
    equipment: dict[str, Equipment]


@dataclass(frozen=True)
class People:
    """Accounts by address, groups and their leaders by slug, staff by the site that they work at."""

    accounts: dict[str, Account]
    groups: dict[str, Group]
    leaders: dict[str, Account]
    staff: dict[str, list[Account]]

    @property
    def coordinator(self) -> Account:
        """Give the person who coordinates."""
        return self.accounts[COORDINATOR]


def morning(today: date, week: int) -> datetime:
    """Give nine o'clock on the Monday of a week."""
    return to_utc(day_of(today, week), time(9))


def found_places(today: date) -> Places:
    """Make the sites with their hours, rooms and equipment."""
    with clock.at(morning(today, OPENED_IN_WEEK)):
        sites = {each.slug: make_site(each, position) for position, each in enumerate(SITES, 1)}
        rooms = {
            each.code: make_room(each, sites[each.site], position) for position, each in enumerate(ROOMS, 1)
        }
        equipment = {
            each.slug: make_equipment(each, sites[each.site], position)
            for position, each in enumerate(EQUIPMENT, 1)
        }
        db.session.flush()
        join_parts(rooms)
        db.session.add_all(all_hours(sites, rooms))
        db.session.flush()
    return Places(sites, rooms, equipment)


def make_site(each: shapes.Site, position: int) -> Site:
    """Make one site."""
    site = Site(
        slug=each.slug,
        name=each.name,
        letter=each.letter,
        address=each.address,
        phone=each.phone,
        email=each.email,
        directions=each.directions,
        opened_by=each.opened_by,
        position=position,
    )
    db.session.add(site)
    db.session.flush()
    return site


def make_room(each: shapes.Room, site: Site, position: int) -> Room:
    """Make one room; one made of parts can't be held itself."""
    room = Room(
        kind=ResourceKind.ROOM,
        site=site,
        site_id=site.id,
        slug=each.slug,
        name=each.name,
        capacity=0 if each.parts else 1,
        position=position,
        changed_at=clock.now(),
        code=each.code,
        description=each.description,
        area_m2=each.m2,
        seats=each.seats,
        workshop_places=each.workshop_places,
        max_people=each.max_people,
        buffer_minutes=each.buffer_minutes,
        confidential_allowed=each.confidential_allowed,
        season_from=None if each.season is None else mark(each.season.first),
        season_to=None if each.season is None else mark(each.season.last),
        amenities=list(each.amenities),
        access={**vars(each.access), "second_exit": each.second_exit},
    )
    db.session.add(room)
    return room


def make_equipment(each: shapes.Equipment, site: Site, position: int) -> Equipment:
    """Make one pool."""
    item = Equipment(
        kind=ResourceKind.EQUIPMENT,
        site=site,
        site_id=site.id,
        slug=each.slug,
        name=each.name,
        capacity=each.quantity,
        position=position,
        changed_at=clock.now(),
        note=each.note,
        off_site=each.off_site,
    )
    db.session.add(item)
    return item


def join_parts(rooms: dict[str, Room]) -> None:
    """Tell which rooms are made of which parts."""
    wholes = [each for each in ROOMS if each.parts]
    db.session.add_all(
        RoomPart(whole_id=rooms[whole.code].id, part_id=rooms[code].id)
        for whole in wholes
        for code in whole.parts
    )
    db.session.flush()
    for whole in wholes:
        db.session.refresh(rooms[whole.code])


def mark(day: shapes.MonthDay) -> int:
    """Write a day of any year the way the opening rules do."""
    return day.month * 100 + day.day


def minutes(at: time) -> int:
    """Count the minutes since midnight."""
    return at.hour * 60 + at.minute


def all_hours(sites: dict[str, Site], rooms: dict[str, Room]) -> list[OpeningHours]:
    """List the hours of the sites, and of the rooms that close later in their season."""
    found: list[OpeningHours] = []
    for each in SITES:
        found += hours_of(each, sites[each.slug].id)
        for room in ROOMS:
            if room.site == each.slug and room.season is not None:
                found += hours_of(each, sites[each.slug].id, rooms[room.code].id, room.season.closes)
    return found


def hours_of(
    each: shapes.Site, site_id: int, room_id: int | None = None, closes: time | None = None
) -> list[OpeningHours]:
    """List the hours of a site, of the year and of the summer; a room opens with it and may close later."""
    kinds = (
        (each.hours, None, None),
        (each.summer_hours, mark(SUMMER_FIRST), mark(SUMMER_LAST)),
    )
    return [
        OpeningHours(
            site_id=site_id,
            room_id=room_id,
            weekday=day.weekday,
            opens=minutes(day.opens),
            closes=minutes(closes or day.closes),
            season_from=first,
            season_to=last,
        )
        for hours, first, last in kinds
        for day in hours
    ]


def invite_people(today: date, sites: dict[str, Site]) -> People:
    """Make the accounts and the groups that they lead."""
    # One hash for all: the password is the same, and hashing is slow on purpose.
    password_hash = passwords.hash_password(PASSWORD)
    accounts: dict[str, Account] = {}
    for each in ACCOUNTS:
        with clock.at(morning(today, since_week(each))):
            accounts[each.email] = make_account(each, password_hash, sites)
    leaders = {each.slug: accounts[each.leader] for each in GROUPS}
    groups: dict[str, Group] = {}
    for group in sorted(GROUPS, key=lambda each: (each.since_week, each.slug)):
        with clock.at(morning(today, group.since_week) + timedelta(hours=1)):
            groups[group.slug] = people.create_group(profile_of(group), leaders[group.slug])
    staff = {
        slug: [accounts[each.email] for each in ACCOUNTS if slug in each.sites and each.role == "staff"]
        for slug in sites
    }
    return People(accounts, groups, leaders, staff)


def since_week(each: shapes.Account) -> int:
    """Tell when someone opened their account: with their first group, or when they were employed."""
    if each.role != "leader":
        return OPENED_IN_WEEK
    return min((group.since_week for group in GROUPS if group.leader == each.email), default=-1)


def make_account(each: shapes.Account, password_hash: str, sites: dict[str, Site]) -> Account:
    """Make one account."""
    account = Account(
        email=each.email,
        name=each.name,
        phone=each.phone,
        password_hash=password_hash,
        locale=each.language,
        is_coordinator=each.role == "coordinator",
        is_demo=True,
        created_at=clock.now(),
        posts=[StaffPost(site_id=sites[slug].id) for slug in each.sites] if each.role == "staff" else [],
        leaderships=[],
    )
    db.session.add(account)
    db.session.flush()
    return account


def profile_of(group: shapes.Group) -> people.GroupProfile:
    """Say of a group what it says of itself."""
    return people.GroupProfile(
        kind=GroupKind(group.kind),
        name=group.name,
        about=group.about,
        members=group.members,
        nip=group.nip or "",
        krs=group.krs or "",
        phone=group.phone,
        email=group.leader,
    )


def publish_rules(today: date, by: Account) -> None:
    """Publish the versions of the Regulamin, each some weeks before its day; the draft stays one."""
    for version in VERSIONS:
        assert version.effective_in_days is not None  # noqa: S101 - only the draft has no day
        effective_on = today + timedelta(days=version.effective_in_days)
        with clock.at(to_utc(effective_on - timedelta(days=DAYS_TO_READ_IT), time(12))):
            regulations.publish(
                title=version.title,
                body=version.body,
                change_note=version.change_note,
                effective_on=effective_on,
                policy=EARLIER_POLICY if version is PREVIOUS else Policy(),
                by=by,
            )
