"""What pages about dates and rooms show: verdicts turned into rows with words and links."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from mal.applications.judging import Judgement, Verdict, local_hours
from mal.applications.words import CANCEL_REASONS, REFUSALS, clash_sentence, hour
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
    offers: Sequence[Instead]
    instead: str = ""


def date_row(verdict: Verdict, ticked: Collection[str] | None, address: Address) -> DateRow:
    """Put one verdict into words."""
    value = verdict.span.local_day.isoformat()
    return DateRow(
        value=value,
        starts=verdict.span.start.astimezone(WARSAW),
        ends=verdict.span.end.astimezone(WARSAW),
        ok=verdict.is_free,
        checked=verdict.is_free and (ticked is None or value in ticked),
        locked=not verdict.is_free,
        why=" ".join(clash_sentence(clash) for clash in verdict.clashes),
        offers=list(offers_of(verdict, address)),
    )


def date_rows(verdicts: Iterable[Verdict], ticked: Collection[str] | None, address: Address) -> list[DateRow]:
    """Put the verdicts on a wish into rows; without any tick all free dates are ticked."""
    return [date_row(verdict, ticked, address) for verdict in verdicts]


def offers_of(verdict: Verdict, address: Address) -> Iterable[Instead]:
    """Give what is free instead as links to the same wish, changed."""
    for room, starts in verdict.instead:
        for start in starts:
            span = Timespan(start, start + verdict.span.length)
            begins, ends = local_hours(span)
            url = address(
                "applications.dates",
                sala=room.id,
                data=span.local_day.isoformat(),
                od=begins,
                do=ends,
                co="0",
                do_dnia=None,
                termin=None,
            )
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
