"""The desk in words: the reply clock, how dates stand, how much a group has met lately."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mal.applications.deadlines import working_days_left
from mal.applications.judging import Verdict
from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.applications.words import REFUSALS, STATES, hour, instead_words, sentences, word_for
from mal.bookings.states import DateState
from mal.bookings.words import ACTIVITIES, AUDIENCES, DATE_STATES, VISIBILITIES
from mal.desk.queries import Asked, Decision, Rival
from mal.people.words import GROUP_KINDS
from mal.places import holidays
from mal.places.models import Closure, Room
from mal.shared import clock
from mal.shared.i18n import day as day_in_words
from mal.shared.i18n import day_month, local

# Templates of the desk take the dictionaries from here.
__all__ = ["ACTIVITIES", "AUDIENCES", "DATE_STATES", "GROUP_KINDS", "REFUSALS", "STATES", "VISIBILITIES"]

# "by Thursday": Polish bends the name of the day.
BY_WEEKDAY = (
    _l("by Monday"),
    _l("by Tuesday"),
    _l("by Wednesday"),
    _l("by Thursday"),
    _l("by Friday"),
    _l("by Saturday"),
    _l("by Sunday"),
)


def by_day(due: date, today: date) -> str:
    """Say a deadline: the weekday while it is near, with the date when it is not."""
    if due == today:
        return _("by today")
    weekday = str(BY_WEEKDAY[due.weekday()])
    return weekday if 0 < (due - today).days < 7 else f"{weekday} {day_month(due)}"


def reply_words(due: date) -> str:
    """Say by when an answer is due and how many working days are left."""
    today = clock.today()
    left = working_days_left(today, due, holidays.is_working_day)
    by = by_day(due, today)
    if due < today:
        late = ngettext("%(num)d working day late", "%(num)d working days late", max(-left, 1))
        return _("answer was due %(by)s, %(late)s", by=by, late=late)
    if left == 0:
        return _("answer %(by)s, the last day", by=by)
    remain = ngettext("%(num)d working day left", "%(num)d working days left", left)
    return _("answer %(by)s, %(left)s", by=by, left=remain)


def reply_tone(due: date) -> str:
    """Give the tone of the reply clock."""
    today = clock.today()
    if due < today:
        return "bad"
    return "warn" if working_days_left(today, due, holidays.is_working_day) <= 1 else "waiting"


def hours(minutes: int) -> str:
    """Say a length of time: "1 h 30 min"."""
    whole, rest = divmod(minutes, 60)
    if whole and rest:
        return _("%(hours)d h %(minutes)d min", hours=whole, minutes=rest)
    return _("%(minutes)d min", minutes=rest) if rest else _("%(hours)d h", hours=whole)


def moment(instant: datetime) -> str:
    """Say a day and a time: "12 marca, 17:00"."""
    return f"{day_month(instant)}, {hour(instant)}"


def hours_of(starts: datetime, ends: datetime) -> str:
    """Say from when to when; the end of a day is 24:00."""
    until = hour(ends)
    return f"{hour(starts)}–{'24:00' if until == '00:00' else until}"


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
        starts=local(occurrence.starts_at),
        ends=local(occurrence.ends_at),
        ok=asked.is_free,
        checked=occurrence.id in ticked and not past,
        why=sentences(asked.clashes),
        instead=instead_words(found, decision.application.booking.room),
        locked=past,
        word=word_for(asked.clashes),
        tone="bad",
    )


def verdict_rows(verdicts: Iterable[Verdict], room: Room, days: Collection[date] | None) -> list[DateRow]:
    """Say how the dates of a wish stand."""
    return [verdict_row(verdict, room, days) for verdict in verdicts]


def verdict_row(verdict: Verdict, room: Room, days: Collection[date] | None) -> DateRow:
    """Say how one date of a wish stands; without days that someone ticked, the free ones are."""
    day = verdict.span.local_day
    soft = bool(verdict.clashes) and verdict.may_be_overruled
    locked = bool(verdict.clashes) and not soft
    ticked = verdict.is_free if days is None else day in days
    return DateRow(
        value=day.isoformat(),
        starts=local(verdict.span.start),
        ends=local(verdict.span.end),
        ok=verdict.is_free,
        checked=ticked and not locked,
        why=sentences(verdict.clashes),
        instead=instead_words(verdict.instead, room),
        locked=locked,
        word=_("Past the rules") if soft else word_for(verdict.clashes),
        tone="warn" if soft else "bad",
    )


def answered(application: Application) -> str:
    """Say shortly what was answered."""
    title = application.booking.title
    if application.state is ApplicationState.REFUSED:
        return _("Refused: %(title)s. The group will get a letter.", title=title)
    given = sum(1 for each in application.booking.occurrences if each.state is DateState.PLANNED)
    return ngettext(
        "Confirmed: %(title)s, %(num)d date. The group will get a letter.",
        "Confirmed: %(title)s, %(num)d dates. The group will get a letter.",
        given,
        title=title,
    )


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
    when = f"{day_month(first.starts_at)}, {hours_of(first.starts_at, first.ends_at)} {more}".strip()
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


def sent(instant: datetime) -> str:
    """Say when something was sent."""
    return str(format_datetime(local(instant).replace(tzinfo=None), "d MMMM, HH:mm", rebase=False))


def place_of(closure: Closure) -> str:
    """Say what a closure shuts."""
    if closure.room is not None:
        return f"{closure.room.name}, {closure.room.site.name}"
    return _("All places") if closure.site is None else _("%(site)s, the whole house", site=closure.site.name)


def time_of(closure: Closure) -> str:
    """Say when something is shut: a day, several days, or hours of one."""
    starts, ends = local(closure.starts_at), local(closure.ends_at)
    last = closure.ends_at.astimezone(starts.tzinfo)
    whole = (starts.hour, starts.minute, ends.hour, ends.minute) == (0, 0, 0, 0)
    if not whole:
        return f"{day_in_words(closure.starts_at)}, {hours_of(closure.starts_at, closure.ends_at)}"
    last_day = date.fromordinal(last.date().toordinal() - 1)
    if last_day == starts.date():
        return day_in_words(starts.date())
    return f"{day_in_words(starts.date())} – {day_in_words(last_day)}"
