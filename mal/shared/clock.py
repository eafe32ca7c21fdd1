"""The only clock of the house."""

from datetime import UTC, date, datetime

from mal.shared.timespan import WARSAW


def now() -> datetime:
    """Tell the present instant, aware, in UTC, to the whole second."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """Tell the present calendar day in Warsaw."""
    return now().astimezone(WARSAW).date()
