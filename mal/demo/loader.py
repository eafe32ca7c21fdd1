"""Load the whole demo, laid out around today, into a database that nobody uses yet."""

from datetime import timedelta
from enum import Enum, auto

from sqlalchemy import update

from mal.bookings.models import BookingEvent
from mal.demo.agenda import Agenda
from mal.demo.almanac import Almanac
from mal.demo.cards import plan_cards
from mal.demo.story import Story
from mal.demo.town import found_places, invite_people, publish_rules
from mal.people import queries as people
from mal.places.queries import list_opening_rules
from mal.shared import clock
from mal.shared.database import db

# Letters of older steps have long been sent; those of the last days the worker still writes.
LETTERS_OF_LAST = timedelta(days=2)


class Holder(Enum):
    """Whose database this is."""

    NOBODY = auto()
    DEMO = auto()
    REAL_PEOPLE = auto()


def holder() -> Holder:
    """Tell whose database this is by its accounts."""
    if people.has_real_accounts():
        return Holder.REAL_PEOPLE
    return Holder.DEMO if people.has_accounts() else Holder.NOBODY


def load() -> None:
    """Tell the story from its beginning until now; the caller commits it as a whole."""
    now, today = clock.now(), clock.today()
    places = found_places(today)
    everyone = invite_people(today, places.sites)
    publish_rules(today, everyone.coordinator)
    story = Story(
        today=today,
        almanac=Almanac(today=today, rooms=places.rooms, rules=list_opening_rules()),
        places=places,
        people=everyone,
        agenda=Agenda(now),
    )
    story.plan()
    plan_cards(story)
    story.agenda.carry_out()
    db.session.flush()
    db.session.execute(
        update(BookingEvent)
        .where(BookingEvent.happened_at < now - LETTERS_OF_LAST)
        .values(composed_at=BookingEvent.happened_at)
        .execution_options(synchronize_session=False)
    )
