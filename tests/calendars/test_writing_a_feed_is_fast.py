"""The own writer earns its place by its speed.

Ratios inside one run, medians of interleaved rounds: how busy the machine is does not matter.
"""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

from mal.calendars.ical import Calendar, Event, render_calendar, render_event
from tests.calendars.samples import event
from tests.calendars.test_a_feed_equals_the_icalendar_package import by_the_package

FEED = Calendar("MAL")
START = datetime(2026, 9, 1, 8, tzinfo=UTC)


def _events(many: int) -> list[Event]:
    return [event(START + timedelta(hours=3 * n), f"Próba chóru, część {n}") for n in range(many)]


def _per_event_by_the_package(events: list[Event]) -> float:
    begun = process_time()
    for one in events:
        by_the_package(one)
    return (process_time() - begun) / len(events)


def _per_event_by_us(events: list[Event]) -> float:
    render_event.cache_clear()
    begun = process_time()
    render_calendar(FEED, events)
    return (process_time() - begun) / len(events)


def test_a_feed_is_written_ten_times_faster_than_by_the_package() -> None:
    few, many = _events(40), _events(400)
    rounds = [(_per_event_by_the_package(few), _per_event_by_us(many)) for _ in range(7)]
    assert median(package / ours for package, ours in rounds) >= 10


def test_a_feed_of_known_events_is_written_several_times_faster_than_a_new_one() -> None:
    ratios = []
    for _ in range(7):
        events = _events(400)
        cold = _per_event_by_us(events)
        again = [Event(*one) for one in events]
        begun = process_time()
        render_calendar(FEED, again)
        ratios.append(cold / ((process_time() - begun) / len(again)))
    assert median(ratios) >= 3
