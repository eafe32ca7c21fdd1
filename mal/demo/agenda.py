"""What happened, in the order in which it happened, each with the clock at its moment."""

from collections.abc import Callable
from datetime import datetime

from mal.shared import clock


class Agenda:
    """Deeds of the past and of today; nothing happens later than now."""

    def __init__(self, now: datetime) -> None:
        """Start empty."""
        self.now = now
        self._deeds: list[tuple[datetime, int, Callable[[], object]]] = []

    def add(self, moment: datetime, deed: Callable[[], object]) -> None:
        """Put a deed down for its moment; of two at the same moment the one put down first goes first."""
        self._deeds.append((min(moment, self.now), len(self._deeds), deed))

    def carry_out(self) -> None:
        """Do everything in its order."""
        for moment, _, deed in sorted(self._deeds, key=lambda entry: entry[:2]):
            with clock.at(moment):
                deed()
