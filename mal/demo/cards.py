"""The usage cards of the demo's past meetings."""

from datetime import date, timedelta
from functools import partial

from mal.bookings.states import DateState, Step
from mal.demo import chance
from mal.demo.shapes import AgeMix, Deviation, Meeting
from mal.demo.story import Story
from mal.demo.story_data import MISSING_CARDS, USAGE_NOTES
from mal.monitoring import service as monitoring
from mal.monitoring.models import UsageCard
from mal.monitoring.usage_card import CardInput
from mal.shared.database import db
from mal.shared.timespan import Timespan

# Out of a hundred cards so many carry a sentence, and so many are filled by staff.
WITH_NOTE, BY_STAFF = 40, 15
# People fill a card within so many hours, mostly the next day.
SLOWEST_HOURS = 40


def plan_cards(story: Story) -> None:
    """Put the cards of all past meetings down for when they were filled; some are still missing."""
    for series_key, dates in past_dates(story).items():
        still_missing = MISSING_CARDS.get(series_key, 0)
        for key, span in dates[: len(dates) - still_missing]:
            plan_card(story, key, span)


def past_dates(story: Story) -> dict[str, list[tuple[str, Timespan]]]:
    """List the past dates of each meeting in their order, its half-years together."""
    found: dict[str, list[tuple[str, Timespan]]] = {}
    for key, (meeting, spans) in story.meetings.items():
        past = [(key, span) for span in spans if span.end < story.agenda.now]
        found.setdefault(meeting.key, []).extend(past)
    return {key: sorted(dates, key=lambda each: each[1]) for key, dates in found.items()}


def plan_card(story: Story, key: str, span: Timespan) -> None:
    """Put one card down, unless nobody has had the time for it yet."""
    filled = span.end + timedelta(minutes=chance.number(20, SLOWEST_HOURS * 60, key, span.local_day))
    if filled <= story.agenda.now:
        story.agenda.add(filled, partial(fill, story, key, span.local_day))


def fill(story: Story, key: str, day: date) -> None:
    """Fill the card of a date that was not cancelled."""
    meeting = story.meetings[key][0]
    occurrence = next(each for each in story.dates(key) if each.on_date == day)
    if occurrence.state is not DateState.PLANNED:
        return
    missed = story.missed.get((key, day))
    by_staff = missed is not None or chance.number(1, 100, key, day, "by") <= BY_STAFF
    by = story.staff_for(meeting, key) if by_staff else story.people.leaders[meeting.group]
    card = card_of(meeting, day, missed)
    # Without the locks of `fill_card`: nobody else is here yet, and seven hundred of them take their time.
    step = Step.CONFIRM_USE if card.took_place else Step.MISS
    db.session.add(occurrence.booking.take(step, [occurrence], by=by))
    monitoring.store_card(UsageCard(occurrence_id=occurrence.id), card, by)


def card_of(meeting: Meeting, day: date, missed: Deviation | None) -> CardInput:
    """Write the card of a meeting, or of one to which nobody came."""
    if missed is not None:
        return CardInput(took_place=False, note=missed.note)
    people = chance.number(*meeting.attended, meeting.key, day)
    return CardInput(True, people, ages(people, meeting.ages), note_for(meeting, day))


def note_for(meeting: Meeting, day: date) -> str:
    """Choose a sentence that fits, or none."""
    if chance.number(1, 100, meeting.key, day, "note") > WITH_NOTE:
        return ""
    fitting = [note for note in USAGE_NOTES if not note.activities or meeting.activity in note.activities]
    return chance.one_of(fitting, meeting.key, day, "which").text


def ages(people: int, mix: AgeMix) -> dict[str, int]:
    """Split people into age bands by shares in percent; nobody is lost by rounding."""
    shares = vars(mix)
    whole = {band: people * share // 100 for band, share in shares.items()}
    by_rest = sorted(shares, key=lambda band: (-(people * shares[band] % 100), band))
    for band in by_rest[: people - sum(whole.values())]:
        whole[band] += 1
    return whole
