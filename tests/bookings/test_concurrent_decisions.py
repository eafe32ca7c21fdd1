"""Two or sixteen processes decide at the same moment: exactly as much is approved as is free."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal import create_app
from mal.applications.models import Application
from mal.bookings import queries
from mal.bookings.audit import find_over_allocations
from mal.places.models import Equipment, Room
from mal.shared.database import db
from mal.shared.timespan import Timespan
from tests.bookings.concurrent_worker import LIMIT, Deed
from tests.bookings.raw_allocations import drop_guard
from tests.databases import KINDS, TEMPLATE, PostgresDatabases, SqliteDatabases, config_for
from tests.factories import evening, make_application, make_approved
from tests.sample_data import Town, make_account, make_group, make_room, make_town

MANY = 16


class Race:
    """A database of its own with enough rooms and groups, and processes that wait for work on it."""

    def __init__(self, url: str, starters: Callable[[int, str], "subprocess.Popen[str]"]) -> None:
        self.url, self.starters = url, starters
        self.app: Flask = create_app(config_for(url))
        self.workers = starters(MANY, "careful")
        self.weeks = count(4, 20)
        with self.app.app_context():
            self.town: Town = make_town()
            for number in range(MANY):
                make_room(self.town.brzozowa, f"sala-{number}")
                make_group(f"Grupa {number}", make_account(f"Lider{number}"))
            db.session.commit()

    def run(self, deeds: list[Deed], workers: "subprocess.Popen[str] | None" = None) -> Counter[str]:
        """Run each deed in its own process at the same moment; return the number of each outcome."""
        workers = workers or self.workers
        assert workers.stdin is not None
        assert workers.stdout is not None
        workers.stdin.write(json.dumps(deeds) + "\n")
        workers.stdin.flush()
        return Counter(json.loads(workers.stdout.readline()))

    @contextmanager
    def planning(self) -> Iterator["Plan"]:
        """Prepare a round in weeks that no other round uses, and commit before it starts."""
        with self.app.app_context():
            rooms = db.session.scalars(select(Room).where(Room.slug.like("sala-%")).order_by(Room.id))
            town = Town(**{name: db.session.merge(thing) for name, thing in vars(self.town).items()})
            yield Plan(town, list(rooms), evening(7 * next(self.weeks)))
            db.session.commit()

    def over(self) -> int:
        """Return the number of instants at which anything is over its capacity; `bookings check` must agree."""
        with self.app.app_context():
            found = len(list(find_over_allocations(queries.iter_allocations())))
        done = self.app.test_cli_runner().invoke(args=["bookings", "check"])
        assert done.exit_code == (1 if found else 0)
        return found


class Plan:
    """The rooms and the time of one round, and the deeds that can be planned with them."""

    def __init__(self, town: Town, rooms: list[Room], span: Timespan) -> None:
        self.town, self.span = town, span
        # The numbered rooms that this module has added.
        self.rooms = [room for room in rooms if room.slug.removeprefix("sala-").isdigit()]

    def weeks_later(self, weeks: int, minutes: int = 0) -> Timespan:
        """Return the meeting's time so many weeks and minutes later."""
        later = timedelta(weeks=weeks, minutes=minutes)
        return Timespan(self.span.start + later, self.span.end + later)

    def approve(
        self,
        spans: list[Timespan],
        room: Room | None = None,
        things: list[tuple[Equipment, int]] | None = None,
    ) -> Deed:
        """Submit an application; return the deed of approving it."""
        application = make_application(
            self.town, spans=spans, room=room or self.town.hall, equipment=things or [], headcount=2
        )
        return {"do": "approve", "application": application.id, "by": self.town.ewa.id}

    def at(self, span: Timespan) -> Deed:
        """Return the part of a deed that names a time and the coordinator."""
        return {"starts": span.start.isoformat(), "ends": span.end.isoformat(), "by": self.town.ewa.id}

    def close(self, span: Timespan, accepted: list[int] | None = None) -> Deed:
        """Return the deed of closing the hall."""
        rooms = [self.town.hall.id]
        return {"do": "close", "rooms": rooms, "accepted": accepted or [], **self.at(span)}


Starter = Callable[[str, int, str], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def start_workers() -> Iterator[Starter]:
    """Start processes that end with the module."""
    started: list[subprocess.Popen[str]] = []

    def start(url: str, processes: int, manner: str) -> "subprocess.Popen[str]":
        words = [sys.executable, "-m", "tests.bookings.concurrent_worker", url, str(processes), manner]
        root = Path(__file__).parents[2]
        workers = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)
        started.append(workers)
        return workers

    yield start
    for workers in started:
        assert workers.stdin is not None
        assert workers.stdout is not None
        workers.stdin.close()
        workers.stdout.close()
        workers.wait(timeout=LIMIT)


@pytest.fixture(scope="module", params=KINDS)
def race(
    request: pytest.FixtureRequest,
    start_workers: Starter,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[Race]:
    """A race on each kind of database."""
    if request.param == "sqlite":
        files: SqliteDatabases = request.getfixturevalue("sqlite_databases")
        path = tmp_path_factory.mktemp("races") / "races.db"
        shutil.copyfile(files.template, path)
        url = f"sqlite:///{path}"
    else:
        databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
        name = f"races_{worker_id}"
        databases.server.drop(name)
        url = databases.server.create(name, template=TEMPLATE)
    race = Race(url, lambda processes, manner: start_workers(url, processes, manner))
    yield race
    with race.app.app_context():
        db.engine.dispose()


both_sizes = pytest.mark.parametrize("many", [2, MANY])


@both_sizes
def test_one_of_several_single_dates_for_the_same_time_is_approved(race: Race, many: int) -> None:
    with race.planning() as plan:
        deeds = [plan.approve([plan.weeks_later(0, 5 * number)]) for number in range(many)]
    assert race.run(deeds) == Counter({"ResourceTaken": many - 1, "done": 1})
    assert race.over() == 0


@both_sizes
def test_one_of_several_series_that_share_a_date_is_approved(race: Race, many: int) -> None:
    with race.planning() as plan:
        deeds = [
            plan.approve([plan.weeks_later(0), plan.weeks_later(number + 1), plan.weeks_later(18, number)])
            for number in range(many)
        ]
    assert race.run(deeds) == Counter({"ResourceTaken": many - 1, "done": 1})
    assert race.over() == 0


@both_sizes
def test_a_series_is_approved_whole_or_not_at_all_against_single_dates(race: Race, many: int) -> None:
    with race.planning() as plan:
        series = plan.approve([plan.weeks_later(number) for number in range(many - 1)])
        singles = [plan.approve([plan.weeks_later(number, 30)]) for number in range(many - 1)]
    answers = race.run([series, *singles])
    assert answers in (
        Counter({"done": 1, "ResourceTaken": many - 1}),  # the series came first
        Counter({"done": many - 1, "ResourceTaken": 1}),  # a single did, and then all of them
    )
    assert race.over() == 0


@both_sizes
def test_an_application_is_decided_once(race: Race, many: int) -> None:
    with race.planning() as plan:
        deed = plan.approve([plan.span])
    assert race.run([deed] * many) == Counter({"AlreadyDecided": many - 1, "done": 1})
    assert race.over() == 0


@both_sizes
def test_a_closure_and_an_approval_for_the_same_time_do_not_both_succeed(race: Race, many: int) -> None:
    with race.planning() as plan:
        closures = [plan.close(plan.weeks_later(0, 15 * number)) for number in range(many // 2)]
        approvals = [plan.approve([plan.span]) for _ in range(many // 2)]
    answers = race.run([*closures, *approvals])
    assert answers["done"] == 1
    assert answers["ResourceTaken"] + answers["ClosureHitsBookings"] == many - 1
    assert race.over() == 0


@both_sizes
def test_the_last_two_pieces_go_to_two_applications(race: Race, many: int) -> None:
    with race.planning() as plan:
        projector = plan.town.projector
        make_approved(plan.town, spans=[plan.span], room=plan.town.quiet_room, equipment=[(projector, 1)])
        deeds = [
            plan.approve([plan.weeks_later(0, number)], plan.rooms[number], [(projector, 1)])
            for number in range(many)
        ]
    assert race.run(deeds) == Counter({"done": 2, "ResourceTaken": many - 2} if many > 2 else {"done": 2})
    assert race.over() == 0


@both_sizes
def test_a_whole_and_its_parts_are_not_both_approved(race: Race, many: int) -> None:
    with race.planning() as plan:
        rooms = [plan.town.hall_with_kitchen, plan.town.kitchen, plan.town.hall]
        wanted = [rooms[number % 3] for number in range(many)]
        deeds = [plan.approve([plan.span], room) for room in wanted]
    answers = race.run(deeds)
    # One whole, or each part for itself.
    assert answers["done"] in {1, min(many, 3) - 1}
    assert answers["done"] + answers["ResourceTaken"] == many
    assert race.over() == 0


@both_sizes
def test_decisions_that_do_not_clash_all_succeed(race: Race, many: int) -> None:
    """Bookings by phone, approvals and closures lock rooms and groups in one order, or they would deadlock."""
    with race.planning() as plan:
        town = plan.town
        hit = [make_approved(town, spans=[plan.weeks_later(week)]) for week in range(many // 2)]
        closures = [
            plan.close(plan.weeks_later(week), [each.booking.occurrences[0].id])
            for week, each in enumerate(hit)
        ]
        calls = [
            {
                "do": "book",
                "key": uuid4().hex,
                "group": town.choir.id,
                "room": town.hall.id,
                "things": [[town.chairs.id, 1]],
                **plan.at(plan.weeks_later(week, 24 * 60)),
            }
            for week in range(many // 4)
        ]
        approvals = [
            plan.approve([plan.weeks_later(week, 48 * 60)]) for week in range(many - len(calls) - len(hit))
        ]
    assert race.run([*closures, *calls, *approvals]) == Counter({"done": many})
    assert race.over() == 0


@both_sizes
def test_a_form_that_is_sent_many_times_is_one_application(race: Race, many: int) -> None:
    key = uuid4().hex
    with race.planning() as plan:
        deed = {
            "do": "submit",
            "key": key,
            "group": plan.town.choir.id,
            "room": plan.town.hall.id,
            **plan.at(plan.span),
        }
    assert race.run([deed] * many) == Counter({"done": many})
    with race.app.app_context():
        made = select(func.count()).select_from(Application).where(Application.form_key == key)
        assert db.session.scalar(made) == 1


def test_careless_processes_are_stopped_by_the_guard_and_overbook_without_it(race: Race) -> None:
    """The negative control of these tests: processes that take no lock."""
    careless = race.starters(4, "careless")

    def singles() -> Counter[str]:
        with race.planning() as plan:
            deeds = [plan.approve([plan.span]) for _ in range(4)]
        return race.run(deeds, careless)

    def pieces() -> Counter[str]:
        with race.planning() as plan:
            things = [(plan.town.projector, 2)]
            deeds = [plan.approve([plan.span], plan.rooms[number], things) for number in range(4)]
        return race.run(deeds, careless)

    for wanted in (singles, pieces):
        assert wanted() == Counter({"ResourceTaken": 3, "done": 1})
    assert race.over() == 0
    with race.app.app_context():
        drop_guard()
    for wanted in (singles, pieces):
        before = race.over()
        assert any(wanted()["done"] > 1 for _ in range(5))
        assert race.over() > before
