"""Events for the tests of feeds, written once."""

from datetime import UTC, datetime, timedelta
from itertools import count

from mal.calendars.ical import Event, Status

_numbers = count(1)


def event(
    starts_at: datetime,
    summary: str = "Próba chóru",
    *,
    hours: float = 2,
    status: Status = "CONFIRMED",
    sequence: int = 0,
) -> Event:
    """One public event with a UID of its own."""
    return Event(
        uid=f"{next(_numbers):032x}@mal.example.org",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        created_at=datetime(2026, 1, 2, 8, 0, tzinfo=UTC),
        changed_at=datetime(2026, 1, 3, 9, 30, tzinfo=UTC),
        sequence=sequence,
        status=status,
        summary=summary,
        description="Wstęp wolny; przynieś śpiewnik, wodę i dobry humor.\nWejście od podwórka.",
        location="Sala duża, ul. Brzozowa 7, Milanówek",
        url="https://mal.example.org/terminy/0a1b",
        categories=("Muzyka", "Seniorzy"),
        colour="teal",
    )
