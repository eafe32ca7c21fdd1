"""The numbers that a version of the Regulamin sets, each with its paragraph."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits and deadlines; defaults are those of the draft Regulamin."""

    notice_working_days: int = 3  # § 5: ask at least so many working days ahead
    horizon_days: int = 60  # § 5: a single meeting at most so many days ahead
    series_horizon_days: int = 183  # § 2: a series reaches at most half a year ahead
    reply_working_days: int = 3  # § 5: answered within so many working days
    longest_minutes: int = 240  # § 7: one meeting
    weekly_minutes: int = 480  # § 7: all meetings of a group in a week
    cancel_hours: int = 24  # § 9: cancel at least so many hours before
    objection_days: int = 14  # § 8: object to the Director within so many days
    card_days: int = 7  # § 16: the usage card within so many days

    def as_numbers(self) -> dict[str, Any]:
        """Give the numbers for keeping with a version."""
        return asdict(self)

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Self:
        """Read kept numbers; what an older version did not set has its default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: int(value) for name, value in numbers.items() if name in known})
