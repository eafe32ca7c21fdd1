"""A feed through the icalendar package and through vdirsyncer and khal: the same occurrences."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mal.calendars.ical import Calendar, Event, render_calendar
from tests.calendars.clients import Seen, read_with_icalendar, read_with_khal
from tests.calendars.samples import event

WARSAW = ZoneInfo("Europe/Warsaw")
TITLES = [
    "Próba chóru „Brzozowe głosy”",
    "Gimnastyka; dla seniorów, część 2",
    "Зустріч сусідів — їжа, ґанок",
    "Świąteczne źdźbło 🎄 \\ gęślą jaźń " + "ż" * 60,
]


def _local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), WARSAW).astimezone(UTC)


def _year_of_a_centre() -> list[Event]:
    weekly = [
        event(_local(date(2026, 9, 3) + timedelta(weeks=week), 17), TITLES[week % 4]) for week in range(34)
    ]
    nights = [
        event(midnight + timedelta(minutes=30 * part), f"Noc {part}", hours=0.5)
        for midnight in (_local(date(2026, 10, 25), 1), _local(date(2027, 3, 28), 1))
        for part in range(10)
    ]
    edges = [
        event(_local(date(2026, 10, 24), 20), "Przez jesienną noc", hours=13),
        event(_local(date(2027, 3, 27), 20), "Przez wiosenną noc", hours=11),
        event(_local(date(2026, 12, 31), 20), "Sylwester", hours=6),
        event(_local(date(2026, 12, 30), 22), "Do północy", hours=2),
        event(_local(date(2027, 1, 1), 0), "Od północy", hours=24),
        event(_local(date(2026, 11, 5), 10), "Odwołane", status="CANCELLED", sequence=2),
    ]
    return weekly + nights + edges


def _as_meant(booked: Event) -> Seen:
    start, end = (
        moment.astimezone(WARSAW).strftime("%Y-%m-%dT%H:%M%z")
        for moment in (booked.starts_at, booked.ends_at)
    )
    return start, end, booked.summary


def test_two_subscribers_read_what_was_meant() -> None:
    events = _year_of_a_centre()
    octets = render_calendar(Calendar("MAL", "Program", refresh_hours=1), events)
    meant = {_as_meant(one) for one in events}
    assert len(meant) == 60
    assert read_with_icalendar(octets) == meant
    assert read_with_khal(octets) == meant


def test_a_subscriber_who_reads_otherwise_is_noticed() -> None:
    octets = render_calendar(Calendar("MAL"), [event(_local(date(2026, 11, 5), 10))])
    broken = octets.replace(b"DTSTART;TZID=Europe/Warsaw:20261105T10", b"DTSTART:20261105T10")
    [right], [wrong] = read_with_icalendar(octets), read_with_icalendar(broken)
    assert right[0] == "2026-11-05T10:00+0100"
    assert wrong != right
