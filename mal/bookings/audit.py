"""A proof from the rows alone that nothing is held over its quantity."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One row of what is held."""

    resource_id: int
    capacity: int
    quantity: int
    starts_at: datetime
    ends_at: datetime
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OverAllocation:
    """An instant at which more is held than there is."""

    resource_id: int
    at: datetime
    held: int
    capacity: int


def find_over_allocations(rows: Iterable[AllocationRow]) -> Iterator[OverAllocation]:
    """Sweep rows ordered by resource and start; give each start at which a resource is over its quantity."""
    for resource_id, of_one in groupby(rows, key=lambda row: row.resource_id):
        ends: list[tuple[datetime, int]] = []
        held = 0
        for row in of_one:
            while ends and ends[0][0] <= row.starts_at:
                held -= heapq.heappop(ends)[1]
            held += row.quantity
            heapq.heappush(ends, (row.ends_at, row.quantity))
            if held > row.capacity:
                yield OverAllocation(resource_id, row.starts_at, held, row.capacity)
