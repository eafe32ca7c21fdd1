"""Queries of bookings, each in a fixed number of statements whatever the number of rows."""

from mal.bookings.queries.allocations import iter_allocations, list_allocations
from mal.bookings.queries.bookings import get_booking, list_bookings_of_occurrences, list_events
from mal.bookings.queries.group_usage import minutes_lately, missed_lately, sum_minutes_by_week
from mal.bookings.queries.occurrences import (
    get_occurrence,
    list_occurrences_in,
    list_occurrences_in_closure,
)

__all__ = [
    "get_booking",
    "get_occurrence",
    "iter_allocations",
    "list_allocations",
    "list_bookings_of_occurrences",
    "list_events",
    "list_occurrences_in",
    "list_occurrences_in_closure",
    "minutes_lately",
    "missed_lately",
    "sum_minutes_by_week",
]
