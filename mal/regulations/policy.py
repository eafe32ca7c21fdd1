"""The numbers that a version of the Regulamin sets, each with its paragraph."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits and deadlines; the defaults are those of the draft Regulamin."""

    notice_working_days: int = 3  # § 5: least number of working days between an application and the meeting
    horizon_days: int = 60  # § 5: most days ahead for a single meeting
    series_horizon_days: int = 183  # § 2: most days ahead for a series, half a year
    reply_working_days: int = 3  # § 5: working days within which an application is answered
    longest_minutes: int = 240  # § 7: longest meeting
    weekly_minutes: int = 480  # § 7: all meetings of a group in a week
    cancel_hours: int = 24  # § 9: least hours before a meeting to cancel it
    objection_days: int = 14  # § 8: days within which a group may object to the Director
    card_days: int = 7  # § 16: days within which a usage card is filled in

    def to_numbers(self) -> dict[str, Any]:
        """Return the values for storage with a version."""
        return asdict(self)

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Self:
        """Return the policy of stored values; unknown names are ignored, missing ones have their defaults."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: int(value) for name, value in numbers.items() if name in known})
