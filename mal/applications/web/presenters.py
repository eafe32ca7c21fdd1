"""What pages about dates and rooms show: verdicts turned into rows with words and links."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from mal.applications.availability_check import AvailabilityCheck, DateResult, local_hours
from mal.applications.labels import CANCEL_REASONS, REFUSALS, instead_words, sentences, short_word
from mal.applications.models import Application, ApplicationDraft
from mal.applications.web.wizard import query_string
from mal.bookings.labels import STEPS
from mal.bookings.models import BookingEvent
from mal.places.models import Room
from mal.shared.i18n import format_day as day_words
from mal.shared.timespan import WARSAW, Timespan

Address = Callable[..., str]


@dataclass(frozen=True)
class Alternative:
    """Something free instead of what was asked for."""

    words: str
    url: str
    hour: str
    room: Room


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
    offers: Sequence[Alternative] = ()
    word: str = ""
    tone: str = "bad"


def date_row(verdict: DateResult, room: Room, ticked: Collection[str] | None) -> DateRow:
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
        word=short_word(verdict.clashes),
        instead=instead_words(verdict.instead, room),
    )


def date_rows(
    verdicts: Sequence[DateResult], room: Room, ticked: Collection[str] | None, address: Address
) -> list[DateRow]:
    """Put the verdicts on a wish into rows; without any tick all free dates are ticked.

    Of a single date what is free instead can be followed; following it would leave a series, so there only other
    hours of the same room are named.
    """
    rows = [date_row(verdict, room, ticked) for verdict in verdicts]
    if len(rows) == 1:
        return [replace(rows[0], offers=list(alternatives_of(verdicts[0], address)))]
    here = [[pair for pair in verdict.instead if pair[0].id == room.id] for verdict in verdicts]
    return [replace(row, instead=instead_words(found, room)) for row, found in zip(rows, here, strict=True)]


def alternatives_of(verdict: DateResult, address: Address) -> Iterable[Alternative]:
    """Give what is free instead as links to the same wish, changed."""
    for room, starts in verdict.instead:
        for start in starts:
            begins, ends = local_hours(Timespan(start, start + verdict.span.length))
            url = address("wizard.dates", sala=room.id, od=begins, do=ends, termin=None)
            yield Alternative(_("%(hour)s, %(room)s", hour=begins, room=room.name), url, begins, room)


@dataclass(frozen=True)
class Way:
    """Another room, or other hours, in which more dates of a series are free."""

    words: str
    free: int
    asked: int
    url: str


# How far the hours of a series are moved to find more free dates.
SHIFTS = [timedelta(minutes=minutes) for minutes in (30, -30, 60, -60, 90, -90, 120, -120)]


def other_ways(
    judgement: AvailabilityCheck, verdicts: Sequence[DateResult], room: Room, address: Address, most: int = 3
) -> list[Way]:
    """Find what would give a series more of its dates, the best first; nothing where all are free, or only one."""
    free, spans = sum(1 for verdict in verdicts if verdict.is_free), [verdict.span for verdict in verdicts]
    if free == len(spans) or len(spans) == 1:
        return []
    tried = [(other, spans) for other in judgement.rooms if other.id != room.id]
    tried += [(room, [Timespan(span.start + by, span.end + by) for span in spans]) for by in SHIFTS]
    counted = [(judgement.count_free(where, moved), where, moved) for where, moved in tried]
    better = sorted((each for each in counted if each[0] > free), key=lambda each: -each[0])
    return [way(where, moved, number, here=room, address=address) for number, where, moved in better[:most]]


def way(where: Room, spans: Sequence[Timespan], free: int, *, here: Room, address: Address) -> Way:
    """Put another room or other hours into words and a link to the same wish, changed."""
    begins, ends = local_hours(spans[0])
    is_here = where.id == here.id
    words = (
        _("%(begins)s–%(ends)s here", begins=begins, ends=ends)
        if is_here
        else f"{where.name}, {where.site.name}"
    )
    url = address("wizard.dates", sala=where.id, od=begins, do=ends, termin=None)
    return Way(words, free, len(spans), url)


@dataclass(frozen=True)
class AgainRow:
    """An earlier application that can be asked for again."""

    application_id: int
    title: str
    room: Room
    starts: datetime
    ends: datetime
    people: int


def again_rows(applications: Iterable[Application], most: int = 3) -> list[AgainRow]:
    """Choose the latest of each kind of meeting: the same title in the same room is shown once."""
    found: dict[tuple[str, int], AgainRow] = {}
    for application in applications:
        booking = application.booking
        last = booking.occurrences[-1]
        row = AgainRow(
            application.id,
            booking.title,
            booking.room,
            last.starts_at.astimezone(WARSAW),
            last.ends_at.astimezone(WARSAW),
            booking.headcount,
        )
        found.setdefault((booking.title.casefold(), booking.room_id), row)
    return list(found.values())[:most]


@dataclass(frozen=True)
class DraftRow:
    """Something begun and not sent, in words."""

    id: int
    title: str
    when: str
    room: Room | None
    saved_at: datetime


def draft_row(draft: ApplicationDraft, rooms: Mapping[int, Room]) -> DraftRow:
    """Put a draft into words; what its address does not say is left out."""
    chosen = {name: values[0] for name, values in query_string.parse_query_string(draft.address).items()}
    try:
        day = day_words(date.fromisoformat(chosen.get("data", "")))
    except ValueError:
        day = ""
    hours = "–".join(filter(None, (chosen.get("od"), chosen.get("do"))))
    how_often = {"1": _("every week"), "2": _("every second week")}.get(chosen.get("co", ""), "")
    number = chosen.get("sala", "")
    return DraftRow(
        id=draft.id,
        title=str(draft.answers.get("title") or ""),
        when=", ".join(filter(None, (day, hours, how_often))),
        room=rooms.get(int(number)) if number.isdigit() else None,
        saved_at=draft.saved_at,
    )


@dataclass(frozen=True)
class StepRow:
    """One step of the history; `when` is on Warsaw's clock."""

    when: datetime
    who: str
    words: str
    note: str
    tone: str = "quiet"


def step_row(event: BookingEvent) -> StepRow:
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
