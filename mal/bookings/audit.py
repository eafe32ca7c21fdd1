"""Finding what is held over its capacity, from the rows alone: independent of the guard and of `availability`."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One row of `allocation`, with the capacity that its resource has."""

    resource_id: int
    capacity: int
    quantity: int
    starts_at: datetime
    ends_at: datetime
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OverAllocation:
    """An instant at which more of a resource is held than there is."""

    resource_id: int
    at: datetime
    held: int
    capacity: int


def find_over_allocations(rows: Iterable[AllocationRow]) -> Iterator[OverAllocation]:
    """Yield each start of a row at which its resource is held over its capacity.

    The rows must come by resource and start; the memory used grows with what is held at once, not with the rows.
    """
    for resource_id, resource_rows in groupby(rows, key=lambda row: row.resource_id):
        ends: list[tuple[datetime, int]] = []
        held = 0
        for row in resource_rows:
            while ends and ends[0][0] <= row.starts_at:
                held -= heapq.heappop(ends)[1]
            held += row.quantity
            heapq.heappush(ends, (row.ends_at, row.quantity))
            if held > row.capacity:
                yield OverAllocation(resource_id, row.starts_at, held, row.capacity)
