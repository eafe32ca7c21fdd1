"""The desk in words: the reply clock, how dates stand, how much a group has met lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mal.applications.errors import AlreadyDecided
from mal.applications.labels import REFUSALS, STATES, sentences
from mal.applications.models import Application
from mal.applications.service import ApprovalResult
from mal.applications.states import ApplicationState
from mal.bookings.errors import ResourceTaken
from mal.bookings.labels import ACTIVITIES, AUDIENCES, DATE_STATES, VISIBILITIES
from mal.bookings.states import DateState
from mal.people.labels import GROUP_KINDS
from mal.places import holidays
from mal.shared import clock
from mal.shared.errors import RuleBroken
from mal.shared.i18n import format_day as day_in_words
from mal.shared.i18n import format_day_month, to_local_time
from mal.shared.working_days import working_days_left

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
    return weekday if 0 < (due - today).days < 7 else f"{weekday} {format_day_month(due)}"


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
class Stopped:
    """An application that was left as it was, and why."""

    application_id: int
    title: str
    group: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Together:
    """What became of several applications that were to be approved at once."""

    given: int
    words: str
    stopped: list[Stopped]


def together(outcomes: Sequence[ApprovalResult]) -> Together:
    """Say exactly what happened: how many were given, which had their answer, which were left and why."""
    before = [each.title for each in outcomes if isinstance(each.broken, AlreadyDecided)]
    given = sum(each.broken is None for each in outcomes)
    stopped = [
        Stopped(
            application_id=each.application_id,
            title=each.title,
            group=each.group,
            why=why_stopped(each.broken),
        )
        for each in outcomes
        if each.broken is not None and not isinstance(each.broken, AlreadyDecided)
    ]
    said = [given_words(given, len(outcomes))] if given or stopped else []
    if before:
        said.append(_("Answered before: %(titles)s.", titles=", ".join(before)))
    return Together(given=given, words=" ".join(said), stopped=stopped)


def given_words(given: int, tried: int) -> str:
    """Say how many were given of those that were ticked."""
    if given < tried:
        return _("Approved %(given)d of %(all)d.", given=given, all=tried)
    return ngettext(
        "Approved %(num)d application. The group will get a letter.",
        "Approved %(num)d applications. The groups will get letters.",
        given,
    )


def why_stopped(broken: RuleBroken) -> str:
    """Say what stopped an approval: the first date that is not free, or the rule."""
    if not isinstance(broken, ResourceTaken) or not broken.clashes:
        return str(broken)
    span, clashes = broken.clashes[0]
    return f"{day_in_words(span.start)}: {sentences(clashes)}"


def sent(instant: datetime) -> str:
    """Say when something was sent."""
    return str(format_datetime(to_local_time(instant).replace(tzinfo=None), "d MMMM, HH:mm", rebase=False))


def closed(waiting: int) -> str:
    """Say that something is shut, and that applications which ask for that time still wait."""
    done = _("Closed. Those whose meetings were called off will get a letter.")
    if not waiting:
        return done
    still = ngettext(
        "%(num)d application that waits asks for this time. Answer it soon.",
        "%(num)d applications that wait ask for this time. Answer them soon.",
        waiting,
    )
    return f"{done} {still}"
