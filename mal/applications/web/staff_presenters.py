"""What the desk's pages show in rows and side by side: dates with their boxes, requests for the same time."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from mal.applications.availability_check import DateResult
from mal.applications.labels import instead_words, sentences, word_for
from mal.applications.review import Asked, Decision, Rival
from mal.applications.staff_labels import hours, sent
from mal.bookings.models import Booking, Occurrence
from mal.bookings.states import DateState
from mal.places.models import Room
from mal.shared import clock
from mal.shared.i18n import format_day_month, format_time_range, to_local_time


@dataclass(frozen=True, kw_only=True)
class DateRow:
    """A date with its box, as the list of dates shows it."""

    value: str
    starts: datetime
    ends: datetime
    ok: bool
    checked: bool
    why: str
    instead: str = ""
    locked: bool = False
    word: str = ""
    tone: str = ""


def asked_row(decision: Decision, asked: Asked, ticked: Collection[int]) -> DateRow:
    """Say how one date of an application stands; one that has passed can't be given any more."""
    occurrence = asked.occurrence
    found = decision.instead.get(occurrence.id, [])
    past = occurrence.starts_at <= clock.now()
    return DateRow(
        value=str(occurrence.id),
        starts=to_local_time(occurrence.starts_at),
        ends=to_local_time(occurrence.ends_at),
        ok=asked.is_free,
        checked=occurrence.id in ticked and not past,
        why=sentences(asked.clashes),
        instead=instead_words(found, decision.application.booking.room),
        locked=past,
        word=word_for(asked.clashes),
        tone="bad",
    )


def verdict_rows(verdicts: Iterable[DateResult], room: Room, days: Collection[date] | None) -> list[DateRow]:
    """Say how the dates of a wish stand."""
    return [verdict_row(verdict, room, days) for verdict in verdicts]


def verdict_row(verdict: DateResult, room: Room, days: Collection[date] | None) -> DateRow:
    """Say how one date of a wish stands; without days that someone ticked, the free ones are."""
    day = verdict.span.local_day
    soft = bool(verdict.clashes) and verdict.may_be_overruled
    locked = bool(verdict.clashes) and not soft
    ticked = verdict.is_free if days is None else day in days
    return DateRow(
        value=day.isoformat(),
        starts=to_local_time(verdict.span.start),
        ends=to_local_time(verdict.span.end),
        ok=verdict.is_free,
        checked=ticked and not locked,
        why=sentences(verdict.clashes),
        instead=instead_words(verdict.instead, room),
        locked=locked,
        word=_("Beyond the rules") if soft else word_for(verdict.clashes),
        tone="warn" if soft else "bad",
    )


@dataclass(frozen=True, kw_only=True)
class HitRow:
    """A booking whose dates a closure would call off; `fresh` are those that came after the first look."""

    booking: Booking
    dates: list[Occurrence]
    fresh: set[int]


def hit_rows(hit: Iterable[Occurrence], seen: Collection[int]) -> list[HitRow]:
    """Put the dates that a closure hits together by booking: one telephone call for each."""
    by_booking: dict[int, list[Occurrence]] = {}
    for occurrence in hit:
        by_booking.setdefault(occurrence.booking_id, []).append(occurrence)
    return [
        HitRow(
            booking=dates[0].booking,
            dates=dates,
            fresh={each.id for each in dates if seen and each.id not in seen},
        )
        for dates in by_booking.values()
    ]


@dataclass(frozen=True, kw_only=True)
class RivalCard:
    """One of several requests for the same time, as it stands beside the others."""

    title: str
    group: str
    url: str | None
    facts: list[tuple[str, str]]
    first: bool
    because: str


def rival_cards(decision: Decision, url_of: Callable[[int], str]) -> list[RivalCard]:
    """Set the requests for the same time side by side, in the order of § 6; this page's own has no link."""
    rivals = decision.rivals
    return [
        RivalCard(
            title=rival.application.booking.title,
            group=rival.application.booking.group.name,
            url=None if rival.application is decision.application else url_of(rival.application.id),
            facts=rival_facts(rival),
            first=number == 0,
            because=why_first(rivals) if number == 0 else "",
        )
        for number, rival in enumerate(rivals)
    ]


def rival_facts(rival: Rival) -> list[tuple[str, str]]:
    """Say what a decision between requests rests on."""
    booking = rival.application.booking
    asked = [each for each in booking.occurrences if each.state is DateState.ASKED]
    first = asked[0]
    more = (
        ngettext("and %(num)d more date", "and %(num)d more dates", len(asked) - 1) if len(asked) > 1 else ""
    )
    when = f"{format_day_month(first.starts_at)}, {format_time_range(first.starts_at, first.ends_at)} {more}".strip()
    return [
        (_("When"), when),
        (_("People"), str(booking.headcount)),
        (_("Last 30 days"), hours(rival.minutes_lately)),
        (_("Sent on"), sent(rival.application.submitted_at)),
    ]


def why_first(rivals: list[Rival]) -> str:
    """Say why the rule puts a request first."""
    if rivals[0].minutes_lately < rivals[1].minutes_lately:
        return _("Fewer hours in the last 30 days.")
    return _("As many hours lately, and sent first.")
