"""The town of a measurement: the demo, many bookings, a long queue, and leaders who have much to send."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from mal.applications import submission
from mal.applications.availability_check import AvailabilityCheck, BookingCriteria
from mal.bookings.models import Allocation, Visibility
from mal.people import service as people
from mal.people.models import Account, Group, GroupKind
from mal.places import queries as places
from mal.places.models import Room
from mal.regulations import queries as regulations
from mal.regulations import service as rules
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import Timespan, whole_days

# Those who send, and those who have sent what waits: what waits counts against a group's week, too.
LEADERS, ASKERS = 12, 8
# The demo's own people; the password of all of them is in the README.
STAFF, PASSWORD = "pracownik@example.org", "demo-demo-demo"
STORY = ("brzozowa", "sosnowa", "inzynierska")
HALF_AN_HOUR = timedelta(minutes=30)
# Of the 16 half-hours that the Regulamin gives a group in a week.
A_WEEK = 15


@dataclass(frozen=True)
class Leader:
    """Somebody who sends applications."""

    email: str
    group_id: int


@dataclass(frozen=True)
class Slot:
    """A free half-hour, and who may still ask for it."""

    leader: Leader
    room_id: int
    start: datetime


@dataclass
class Stage:
    """What the measurement finds there."""

    leaders: list[Leader] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    waiting: int = 0
    allocations: int = 0
    rooms: int = 0


def prepare(app: Flask, waiting: int) -> Stage:
    """Add the leaders and the queue to the demo, in one transaction."""
    stage = Stage(waiting=waiting)
    with app.app_context():
        story = [room for room in places.list_rooms() if room.site.slug in STORY]
        stage.rooms = len(places.list_rooms())
        groups = [make_leader(number) for number in range(1, LEADERS + ASKERS + 1)]
        stage.leaders = [Leader(account.email, group.id) for account, group in groups[:LEADERS]]
        free = list(free_half_hours(story))
        stage.slots = list(shared_out(free, stage.leaders))
        ask_for(random.Random(1).sample(free, waiting), groups[LEADERS:])
        stage.allocations = db.session.scalar(select(func.count()).select_from(Allocation)) or 0
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return stage


def make_leader(number: int) -> tuple[Account, Group]:
    """Open an account, found a group, accept the rules."""
    account = people.register_account(
        email=f"pomiar{number}@example.org", name=f"Prowadząca {number}", password=PASSWORD
    )
    profile = people.GroupProfile(kind=GroupKind.INFORMAL, name=f"Koło {number}", phone="+48 600 000 020")
    group = people.create_group(profile, account)
    regulation = regulations.get_regulation_in_force(clock.today())
    assert regulation is not None
    rules.accept(regulation, account, group, "pl")
    return account, group


def free_half_hours(rooms: list[Room]) -> Iterator[tuple[Room, datetime]]:
    """List what can still be asked for, day by day."""
    days = [clock.today() + timedelta(days=ahead) for ahead in range(10, 56)]
    judgement = AvailabilityCheck(rooms, BookingCriteria(people=1), whole_days(days[0], days[-1]))
    for day in days:
        for room in rooms:
            yield from ((room, start) for start in judgement.starts(room, day, HALF_AN_HOUR))


def shared_out(free: list[tuple[Room, datetime]], leaders: list[Leader]) -> Iterator[Slot]:
    """Give each leader no more of a week than the rules allow."""
    given: Counter[tuple[int, int]] = Counter()
    for room, start in random.Random(2).sample(free, len(free)):
        week = week_of(start.date())
        leader = given[week] // A_WEEK
        if leader < len(leaders):
            given[week] += 1
            yield Slot(leaders[leader], room.id, start)


def week_of(day: date) -> tuple[int, int]:
    """Name the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return year, week


def ask_for(starts: list[tuple[Room, datetime]], groups: list[tuple[Account, Group]]) -> None:
    """Send the applications of the queue: one or two half-hours each, by the way that everyone takes."""
    for number, (room, start) in enumerate(starts):
        account, group = groups[number % len(groups)]
        request = submission.ApplicationInput(
            group=group,
            room=room,
            spans=[Timespan(start, start + HALF_AN_HOUR)],
            title=f"Spotkanie {number}",
            activity="meeting",
            headcount=5,
            visibility=Visibility.OPEN,
        )
        submission.submit(
            request,
            form_key=uuid4().hex,
            applicant=account,
            regulation=regulations.get_regulation_in_force(clock.today()),
        )
