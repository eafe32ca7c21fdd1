"""The rows of many invented bookings: asked for, given, held, and told about after the meeting."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from mal.bookings.models import AllocationKind, Visibility
from mal.bookings.states import DateState, Step
from mal.demo.bulk_places import Yard
from mal.demo.bulk_writers import Row, Writer
from mal.shared import clock
from mal.shared.timespan import to_utc

# Meetings start on the even hours and last two at most, so two of them never meet.
HOURS = (8, 10, 12, 14, 16, 18)
LENGTHS = (60, 90, 120)
THEMES = (
    ("Gimnastyka poranna", "movement", ["seniors"]),
    ("Próba zespołu", "music", ["adults"]),
    ("Warsztaty rękodzieła", "art", ["everyone"]),
    ("Planszówki", "games", ["youth", "families"]),
    ("Rozmowy po ukraińsku", "language", ["adults"]),
    ("Spotkanie sąsiadów", "meeting", ["everyone"]),
    ("Zabawa dla najmłodszych", "play", ["children_with_parents"]),
    ("Klub książki", "discussion", ["adults", "seniors"]),
)
AUDIENCES = tuple(json.dumps(audience) for _, _, audience in THEMES)
CHAIRS_AT_MOST = 8
# Of a hundred: meetings for the group only, those that need chairs, those to which nobody came.
CLOSED, WITH_CHAIRS, MISSED = 15, 12, 2
# A card is filled the next day; the last two weeks' may be missing.
NEXT_DAY, RECENT = timedelta(hours=20), timedelta(days=14)

COLUMNS = {
    "booking": "id, group_id, room_id, title, purpose, activity, audience, visibility, headcount, minors, "
    "access_needs, contact_name, contact_phone, created_at",
    "booking_equipment": "booking_id, equipment_id, quantity",
    "application": "id, booking_id, regulation_id, form_key, state, message, submitted_at, reply_due, "
    "decided_at, decided_by_id, refusal_reason, answer",
    "occurrence": "id, booking_id, room_id, starts_at, ends_at, on_date, state, uid, sequence, "
    "created_at, changed_at",
    "allocation": "id, resource_id, capacity, quantity, starts_at, ends_at, kind, occurrence_id",
    "event": "id, booking_id, step, actor_id, reason, note, happened_at, composed_at",
    "event_date": "event_id, occurrence_id, before, after",
    "usage_card": "occurrence_id, took_place, headcount, age_18_59, age_60_plus, note, filled_by_id, filled_at",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """One invented meeting; all instants in UTC without their zone."""

    booking_id: int
    application_id: int
    occurrence_id: int
    room_id: int
    day: date
    start: datetime
    end: datetime
    asked: datetime
    given: datetime


@dataclass(kw_only=True)
class Chronicle:
    """Writes the bookings of one site, room by room."""

    yard: Yard
    days: Sequence[date]
    rng: Random
    into: Writer
    staff_id: int | None
    regulation_id: int | None
    now: datetime = field(default_factory=lambda: clock.now().replace(tzinfo=None))
    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    new_ids: dict[str, Iterator[int]] = field(default_factory=dict)

    def fill_room(self, room_id: int, count: int) -> None:
        """Invent so many meetings in a room and write them."""
        slots = sorted(self.rng.sample(range(len(self.days) * len(HOURS)), count))
        self.new_ids = {
            table: iter(self.into.ids(table, count * most))
            for table, most in (
                ("booking", 1),
                ("application", 1),
                ("occurrence", 1),
                ("allocation", 2),
                ("event", 3),
            )
        }
        for slot in slots:
            self.tell(self.meeting(room_id, slot))
        for table, columns in COLUMNS.items():
            self.into.write(table, columns, self.rows[table])
        self.rows.clear()

    def new_id(self, table: str) -> int:
        """Take one of the ids that were fetched."""
        return next(self.new_ids[table])

    def meeting(self, room_id: int, slot: int) -> Meeting:
        """Invent one meeting for a slot of the room's days."""
        day, hour = self.days[slot // len(HOURS)], HOURS[slot % len(HOURS)]
        start = to_utc(day, time(hour)).astimezone(UTC).replace(tzinfo=None)
        asked = min(start, self.now) - timedelta(minutes=self.rng.randrange(10 * 1440, 40 * 1440))
        return Meeting(
            booking_id=self.new_id("booking"),
            application_id=self.new_id("application"),
            occurrence_id=self.new_id("occurrence"),
            room_id=room_id,
            day=day,
            start=start,
            end=start + timedelta(minutes=self.rng.choice(LENGTHS)),
            asked=asked,
            given=asked + timedelta(minutes=self.rng.randrange(60, 3 * 1440)),
        )

    def tell(self, meeting: Meeting) -> None:
        """Write down all that happened with one meeting."""
        people = self.rng.randrange(4, 30)
        self.ask(meeting, people)
        self.take(meeting, Step.SUBMIT, DateState.ASKED, DateState.ASKED, meeting.asked)
        self.take(meeting, Step.APPROVE, DateState.ASKED, DateState.PLANNED, meeting.given)
        state, changed = self.aftermath(meeting, people)
        stamp = self.into.stamp
        self.rows["occurrence"].append(
            (
                meeting.occurrence_id,
                meeting.booking_id,
                meeting.room_id,
                stamp(meeting.start),
                stamp(meeting.end),
                meeting.day.isoformat(),
                state.value,
                f"{self.rng.getrandbits(64):016x}{meeting.occurrence_id:016x}",
                1 if state is DateState.PLANNED else 2,
                stamp(meeting.asked),
                stamp(changed),
            )
        )
        self.hold(meeting, meeting.room_id, 1, 1)

    def ask(self, meeting: Meeting, people: int) -> None:
        """Write the booking and its application."""
        theme = self.rng.randrange(len(THEMES))
        title, activity, _ = THEMES[theme]
        hidden = self.rng.randrange(100) < CLOSED
        stamp, asked = self.into.stamp, self.into.stamp(meeting.asked)
        self.rows["booking"].append(
            (
                meeting.booking_id,
                self.rng.choice(self.yard.group_ids),
                meeting.room_id,
                title,
                "",
                activity,
                AUDIENCES[theme],
                (Visibility.CLOSED if hidden else Visibility.OPEN).value,
                people,
                0,
                "",
                "",
                "",
                asked,
            )
        )
        self.rows["application"].append(
            (
                meeting.application_id,
                meeting.booking_id,
                self.regulation_id,
                f"{self.rng.getrandbits(64):016x}{meeting.application_id:016x}",
                "approved",
                "",
                asked,
                (meeting.asked + timedelta(days=5)).date().isoformat(),
                stamp(meeting.given),
                self.staff_id,
                "",
                "",
            )
        )
        if self.rng.randrange(100) < WITH_CHAIRS:
            pieces = self.rng.randint(1, CHAIRS_AT_MOST)
            self.rows["booking_equipment"].append((meeting.booking_id, self.yard.chairs_id, pieces))
            self.hold(meeting, self.yard.chairs_id, self.yard.chairs, pieces)

    def aftermath(self, meeting: Meeting, people: int) -> tuple[DateState, datetime]:
        """Write the card of a past meeting; give the state of its date and when it last changed."""
        told = meeting.end + NEXT_DAY
        recent = self.now - meeting.end < RECENT
        if told > self.now or (recent and self.rng.randrange(3) == 0):
            return DateState.PLANNED, meeting.given
        missed = self.rng.randrange(100) < MISSED
        came = 0 if missed else max(1, people - self.rng.randrange(people))
        state = DateState.NO_SHOW if missed else DateState.TOOK_PLACE
        self.take(meeting, Step.MISS if missed else Step.CONFIRM_USE, DateState.PLANNED, state, told)
        younger = None if missed else self.rng.randint(0, came)
        older = None if younger is None else came - younger
        self.rows["usage_card"].append(
            (
                meeting.occurrence_id,
                int(not missed),
                came,
                younger,
                older,
                "",
                self.staff_id,
                self.into.stamp(told),
            )
        )
        return state, told

    def take(self, meeting: Meeting, step: Step, before: DateState, after: DateState, at: datetime) -> None:
        """Write the event row of a step; its letters are not written any more."""
        event_id, stamped = self.new_id("event"), self.into.stamp(at)
        self.rows["event"].append(
            (event_id, meeting.booking_id, step.value, self.staff_id, "", "", stamped, stamped)
        )
        self.rows["event_date"].append((event_id, meeting.occurrence_id, before.value, after.value))

    def hold(self, meeting: Meeting, resource_id: int, capacity: int, quantity: int) -> None:
        """Write what the meeting holds."""
        self.rows["allocation"].append(
            (
                self.new_id("allocation"),
                resource_id,
                capacity,
                quantity,
                self.into.stamp(meeting.start),
                self.into.stamp(meeting.end),
                AllocationKind.BOOKING.value,
                meeting.occurrence_id,
            )
        )
