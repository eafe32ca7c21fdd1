"""What forbids a booking or a closure, each with its sentence for the person who tried."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from mal.bookings.availability import Clash
from mal.bookings.models import Occurrence
from mal.shared.errors import RuleBroken
from mal.shared.timespan import Timespan


class ResourceTaken(RuleBroken):
    """Something that is needed is not free.

    `clashes` has, for each date that clashes, what stands against it; it is empty when the database itself refused.
    """

    def __init__(self, clashes: Sequence[tuple[Timespan, Sequence[Clash]]] = ()) -> None:
        """Set the sentence and the clashes."""
        super().__init__(_l("Someone was quicker: what you chose is no longer free."))
        self.clashes = list(clashes)


class ClosureHitsBookings(RuleBroken):
    """A closure would cancel planned occurrences that staff have not seen yet; `hit` has all that it would cancel."""

    def __init__(self, hit: Sequence[Occurrence]) -> None:
        """Set the sentence and the occurrences."""
        super().__init__(_l("This closure affects meetings that are already planned."))
        self.hit = list(hit)


class ClosureOver(RuleBroken):
    """A closure that has ended cannot be lifted."""

    def __init__(self) -> None:
        """Set the sentence."""
        super().__init__(_l("This closure is over. What was closed then stays so in the report."))
