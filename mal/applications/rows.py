"""What pages about dates and rooms show: verdicts turned into rows with words and links."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from mal.applications.judging import Judgement, Verdict, local_hours
from mal.applications.words import (
    CANCEL_REASONS,
    REFUSALS,
    clash_sentence,
    hour,
    instead_words,
    sentences,
    word_for,
)
from mal.bookings.models import Event
from mal.bookings.words import STEPS
from mal.places.models import Room
from mal.shared.timespan import WARSAW, Timespan

Address = Callable[..., str]


@dataclass(frozen=True)
class Instead:
    """Something free instead of what was asked for."""

    words: str
    url: str


@dataclass(frozen=True)
class DateRow:
    """One date of a wish; datetimes are on Warsaw's clock."""

    value: str
    starts: datetime
    ends: datetime
    ok: bool
    checked: bool
    locked: bool
    why: str
    instead: str
    offers: Sequence[Instead] = ()
    word: str = ""
    tone: str = "bad"


def date_row(verdict: Verdict, room: Room, ticked: Collection[str] | None) -> DateRow:
    """Put one verdict on a room into words."""
    value = verdict.span.local_day.isoformat()
    return DateRow(
        value=value,
        starts=verdict.span.start.astimezone(WARSAW),
        ends=verdict.span.end.astimezone(WARSAW),
        ok=verdict.is_free,
        checked=verdict.is_free and (ticked is None or value in ticked),
        locked=not verdict.is_free,
        why=sentences(verdict.clashes),
        word=word_for(verdict.clashes),
        instead=instead_words(verdict.instead, room),
    )


def date_rows(
    verdicts: Sequence[Verdict], room: Room, ticked: Collection[str] | None, address: Address
) -> list[DateRow]:
    """Put the verdicts on a wish into rows; without any tick all free dates are ticked.

    Of a single date what is free instead can be followed; following it would leave a series.
    """
    rows = [date_row(verdict, room, ticked) for verdict in verdicts]
    if len(rows) == 1:
        return [replace(rows[0], offers=list(offers_of(verdicts[0], address)))]
    return rows


def offers_of(verdict: Verdict, address: Address) -> Iterable[Instead]:
    """Give what is free instead as links to the same wish, changed."""
    for room, starts in verdict.instead:
        for start in starts:
            begins, ends = local_hours(Timespan(start, start + verdict.span.length))
            url = address("applications.dates", sala=room.id, od=begins, do=ends, termin=None)
            yield Instead(_("%(hour)s, %(room)s", hour=hour(start), room=room.name), url)


@dataclass(frozen=True)
class RoomOffer:
    """A room for a wish: how many of the dates are free, and free times close by."""

    room: Room
    free: int
    asked: int
    why: str
    quick: Sequence[datetime]

    @property
    def fits(self) -> bool:
        """Tell whether any date can be had."""
        return self.free > 0


def room_offers(
    judgement: Judgement, spans: Sequence[Timespan], rooms: Sequence[Room], *, wanted: int | None
) -> list[RoomOffer]:
    """Order the rooms for a wish: most free dates first, the wanted one before its equals, the smallest next."""
    offers = [room_offer(judgement, room, spans) for room in rooms]
    return sorted(
        offers,
        key=lambda offer: (-offer.free, offer.room.id != wanted, not offer.quick, offer.room.max_people),
    )


def room_offer(judgement: Judgement, room: Room, spans: Sequence[Timespan]) -> RoomOffer:
    """Judge a wish in one room."""
    verdicts = judgement.verdicts(room, spans, look_elsewhere=False)
    free = sum(1 for verdict in verdicts if verdict.is_free)
    first = next((verdict for verdict in verdicts if not verdict.is_free), None)
    starts = judgement.near(room, spans[0]) if first is not None and len(spans) == 1 else []
    return RoomOffer(
        room=room,
        free=free,
        asked=len(verdicts),
        why="" if first is None else clash_sentence(first.clashes[0]),
        quick=starts,
    )


@dataclass(frozen=True)
class StepRow:
    """One step of the history; `when` is on Warsaw's clock."""

    when: datetime
    who: str
    words: str
    note: str
    tone: str = "quiet"


def step_row(event: Event) -> StepRow:
    """Put an event row into words: who, what, how many dates, why."""
    why = CANCEL_REASONS.get(event.reason) or (REFUSALS.get(event.reason) or ("",))[0]
    dates = ngettext("%(num)d date", "%(num)d dates", len(event.dates))
    notes = [str(part) for part in (why, event.note) if part]
    return StepRow(
        when=event.happened_at.astimezone(WARSAW),
        who=event.actor.name if event.actor is not None else _("the system"),
        words=f"{STEPS[event.step]} ({dates})",
        note=" – ".join(notes),
    )
