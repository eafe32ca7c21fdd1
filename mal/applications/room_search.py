"""Rooms for a wish: what is free, when else, and a picture of the day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mal.applications.availability_check import AvailabilityCheck, DateResult
from mal.applications.day_bar import BarSegment, DayBarScale, Tick, day_bar_scale
from mal.applications.labels import clash_sentence
from mal.places.models import Room
from mal.shared.i18n import format_time_range
from mal.shared.timespan import WARSAW, Timespan


@dataclass(frozen=True)
class DayBar:
    """A day of a room as a strip, and the same in words."""

    bars: Sequence[BarSegment]
    ticks: Sequence[Tick]
    free: str


@dataclass(frozen=True)
class RoomResult:
    """A room for a wish: how many of the dates are free, and free times close by, on Warsaw's clock."""

    room: Room
    free: int
    asked: int
    why: str
    quick: Sequence[datetime] = ()
    picture: DayBar | None = field(default=None, compare=False)

    @property
    def fits(self) -> bool:
        """Tell whether any date can be had."""
        return self.free > 0

    @property
    def rank(self) -> int:
        """Order: all that was asked for, then what can be had at another time, then the rest."""
        return 0 if self.fits else 1 if self.quick else 2


def search_rooms(
    judgement: AvailabilityCheck, spans: Sequence[Timespan], rooms: Sequence[Room], *, wanted: int | None
) -> list[RoomResult]:
    """Order the rooms for a wish: most free dates first, the wanted one before its equals, the smallest next."""
    day = spans[0].local_day
    hours = [span for room in rooms for span in judgement.open_on(room, day)]
    frame = day_bar_scale(day, [*hours, spans[0]])
    offers = [check_room(judgement, room, spans, frame) for room in rooms]
    return sorted(
        offers,
        key=lambda offer: (offer.rank, offer.room.id != wanted, -offer.free, offer.room.max_people),
    )


def check_room(
    judgement: AvailabilityCheck, room: Room, spans: Sequence[Timespan], frame: DayBarScale
) -> RoomResult:
    """Judge a wish in one room."""
    verdicts = judgement.verdicts(room, spans, look_elsewhere=False)
    first = next((verdict for verdict in verdicts if not verdict.is_free), None)
    single = len(spans) == 1
    return RoomResult(
        room=room,
        free=sum(1 for verdict in verdicts if verdict.is_free),
        asked=len(verdicts),
        why="" if first is None else clash_sentence(first.clashes[0]),
        quick=nearby_starts(judgement, room, first) if single and first is not None else (),
        picture=draw_day_bar(judgement, room, spans[0], frame) if single else None,
    )


def nearby_starts(judgement: AvailabilityCheck, room: Room, verdict: DateResult) -> list[datetime]:
    """List free starts of the day and of the days around it."""
    starts = [*judgement.near(room, verdict.span), *judgement.near_days(room, verdict.span)]
    return [start.astimezone(WARSAW) for start in starts]


def draw_day_bar(
    judgement: AvailabilityCheck, room: Room, wish: Timespan, frame: DayBarScale
) -> DayBar | None:
    """Draw the day of a room, if it is open at all."""
    opening = judgement.open_on(room, frame.day)
    if not opening:
        return None
    taken = [one.span for one in judgement.held_of(room)]
    bars = [
        *frame.bars("open", opening),
        *frame.bars("booking", taken),
        *frame.bars("wish", [wish]),
    ]
    return DayBar(
        bars,
        frame.ticks(),
        ", ".join(format_time_range(span.start, span.end) for span in judgement.free_hours(room, frame.day)),
    )
