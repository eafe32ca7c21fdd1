"""Applications in words: states, reasons, and sentences about what stands against a date."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mal.applications.states import ApplicationState
from mal.bookings.availability import Clash, Problem
from mal.places.models import Room
from mal.shared.i18n import format_clock_time, format_time_range

STATES = {
    ApplicationState.WAITING: (_l("awaiting decision"), "waiting"),
    ApplicationState.APPROVED: (_l("confirmed"), "good"),
    ApplicationState.REFUSED: (_l("refused"), "bad"),
    ApplicationState.WITHDRAWN: (_l("withdrawn"), "quiet"),
}
# Label and the paragraph of the Regulamin that it rests on.
REFUSALS = {
    "slot_taken": (_l("The time is taken"), "§ 6"),
    "outside_opening_hours": (_l("Outside opening hours"), "§ 5"),
    "too_many_people": (_l("Too many people for the room"), "§ 7"),
    "fees_or_commercial": (_l("Fees or commercial purpose"), "§ 4"),
    "political_or_religious": (_l("Political campaigning or religious practice"), "§ 4"),
    "discriminatory": (_l("Discriminates against others"), "§ 4"),
    "unsuitable_for_room": (_l("Does not fit the room (noise, safety)"), "§ 12"),
    "limit_exceeded": (_l("Over the limit or continuous use"), "§ 7"),
    "equipment_unavailable": (_l("Equipment is not available"), "§ 11"),
    "earlier_breach": (_l("Rules were broken before"), "§ 9"),
    "incomplete": (_l("Application not completed after our question"), "§ 5"),
    "closed_or_failure": (_l("The place is closed or out of order"), "§ 12"),
    "other": (_l("Another reason (described)"), "§ 8"),
}
REFUSAL_EXPLANATIONS = {
    "slot_taken": _l("At this time the room already belongs to another group. Look for another free time."),
    "outside_opening_hours": _l(
        "At this hour the house is closed and nobody can open the door. Please ask for another time."
    ),
    "too_many_people": _l(
        "There would be more people than is safe in this room. We will gladly find a larger one."
    ),
    "fees_or_commercial": _l(
        "Rooms are free of charge, and so must the meetings in them be. Without fees we will gladly look again."
    ),
    "political_or_religious": _l(
        "The place belongs to all neighbours, so there is no campaigning and no worship here."
    ),
    "discriminatory": _l("Everyone should feel at home here; nobody may be shut out or humiliated."),
    "unsuitable_for_room": _l(
        "What you plan would not be safe in this room or would disturb others. Call us, we will look for a place."
    ),
    "limit_exceeded": _l(
        "We share the rooms so that there is enough for every group. You can ask for fewer dates."
    ),
    "equipment_unavailable": _l(
        "We do not have that much equipment at this time. Try fewer pieces or another day."
    ),
    "earlier_breach": _l("There is something to settle from earlier meetings. Call us and we will talk."),
    "incomplete": _l("We asked for what was missing and had no answer in time. Send the application again."),
    "closed_or_failure": _l("The room will be closed at this time. We are sorry for the trouble."),
    "other": _l("We describe the reason below in our own words."),
}
CANCEL_REASONS_GROUP = {
    "plans_changed": _l("Our plans changed"),
    "leader_ill": _l("The person who leads is ill"),
    "too_few_people": _l("Too few people"),
    "found_other_place": _l("We found another place"),
    "unsuitable_room": _l("The room does not suit us"),
    "answer_too_late": _l("The answer came too late"),
    "bad_weather": _l("Bad weather"),
    "other": _l("Another reason"),
}
CANCEL_REASONS_STAFF = {
    "failure": _l("Failure in the building"),
    "own_task": _l("An urgent task of the Centre"),
    "no_staff": _l("Nobody to open the place"),
    "closure": _l("The room is closed that day"),
    "unforeseen": _l("Unforeseen event"),
    "director_decision": _l("Decision of the Director"),
    "equipment_broken": _l("Equipment broke down"),
    "other": _l("Another reason (described)"),
}
CANCEL_REASONS = CANCEL_REASONS_STAFF | CANCEL_REASONS_GROUP


def clash_sentence(clash: Clash) -> str:
    """Say in one sentence what stands against a date."""
    return str(WHOLE_SENTENCES[clash.problem](clash))


def _taken(clash: Clash) -> object:
    if clash.span is None:
        return _("The room is taken.")
    if clash.label:
        return _(
            "The room is taken %(hours)s: %(what)s.",
            hours=format_time_range(clash.span.start, clash.span.end),
            what=clash.label,
        )
    return _("The room is taken %(hours)s.", hours=format_time_range(clash.span.start, clash.span.end))


def _short(clash: Clash) -> object:
    if clash.number == 0:
        return _("None left at this time: %(thing)s.", thing=clash.label)
    return ngettext(
        "Only %(num)d left at this time: %(thing)s.",
        "Only %(num)d left at this time: %(thing)s.",
        clash.number,
        thing=clash.label,
    )


def _outside(clash: Clash) -> object:
    if clash.span is None:
        return _("The house is closed on this day.")
    return _(
        "The house is open %(hours)s on this day.", hours=format_time_range(clash.span.start, clash.span.end)
    )


WHOLE_SENTENCES: Mapping[Problem, Callable[[Clash], object]] = {
    Problem.TAKEN: _taken,
    Problem.CLOSED: lambda clash: _("The room is closed: %(why)s.", why=clash.label.rstrip(".")),
    Problem.SHORT_OF_EQUIPMENT: _short,
    Problem.TOO_MANY_PEOPLE: lambda clash: ngettext(
        "There is room for %(num)d person here.", "There is room for %(num)d people here.", clash.number
    ),
    Problem.PAST: lambda _clash: _("This time has already passed."),
    Problem.NO_SUCH_TIME: lambda _clash: _("On this day the clocks go forward and skip this hour."),
    Problem.HOLIDAY: lambda clash: _("Public holiday: %(name)s.", name=clash.label),
    Problem.OUT_OF_SEASON: lambda _clash: _("The garden is resting at this time of year."),
    Problem.OUTSIDE_HOURS: _outside,
    Problem.TOO_LATE: lambda _clash: _("Too soon: we need a few working days to answer (§ 5)."),
    Problem.TOO_EARLY: lambda _clash: _("Too far ahead: this date cannot be asked for yet (§ 5)."),
    Problem.TOO_LONG: lambda clash: ngettext(
        "One meeting may last up to %(num)d hour (§ 7).",
        "One meeting may last up to %(num)d hours (§ 7).",
        clash.number // 60,
    ),
    Problem.WEEKLY_LIMIT: lambda clash: ngettext(
        "Your group would have more than %(num)d hour that week (§ 7).",
        "Your group would have more than %(num)d hours that week (§ 7).",
        clash.number // 60,
    ),
}


def sentences(clashes: Iterable[Clash]) -> str:
    """Say all that stands against a date."""
    return " ".join(clash_sentence(clash) for clash in clashes)


def instead_words(found: Iterable[tuple[Room, list[datetime]]], here: Room) -> str:
    """Say what is free that day instead: "16:00, 19:30 here; 17:00 in Sala Klubowa, Sosnowa"."""
    said = []
    for room, starts in found:
        times = ", ".join(format_clock_time(start) for start in starts)
        if room.id == here.id:
            said.append(_("%(times)s here", times=times))
        else:
            said.append(_("%(times)s – %(room)s, %(site)s", times=times, room=room.name, site=room.site.name))
    return "; ".join(said)


# What a date is called whose room is not simply taken by someone else.
NOT_TAKEN_BUT = {
    Problem.CLOSED: _l("Closed"),
    Problem.SHORT_OF_EQUIPMENT: _l("Not enough equipment"),
    Problem.PAST: _l("Has passed"),
}
# What a date is called on the pages of asking, where nobody can go past the rules.
SHORT_WORDS = {
    **NOT_TAKEN_BUT,
    Problem.TAKEN: _l("Taken"),
    Problem.HOLIDAY: _l("Holiday"),
    Problem.OUT_OF_SEASON: _l("Closed"),
    Problem.OUTSIDE_HOURS: _l("Closed"),
    Problem.TOO_LATE: _l("Too soon"),
    Problem.TOO_EARLY: _l("Too far ahead"),
}


def word_for(clashes: Iterable[Clash]) -> str:
    """Say in a word why a date is not free, where "taken" would be wrong."""
    return next((str(NOT_TAKEN_BUT[each.problem]) for each in clashes if each.problem in NOT_TAKEN_BUT), "")


def short_word(clashes: Iterable[Clash]) -> str:
    """Say in a word why a date cannot be asked for."""
    return next((str(SHORT_WORDS[each.problem]) for each in clashes if each.problem in SHORT_WORDS), "")
