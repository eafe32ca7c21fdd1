"""Commands that check and export what is held."""

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import click
from flask.cli import AppGroup

from mal.bookings import queries
from mal.bookings.audit import AllocationRow, OverAllocation, find_over_allocations
from mal.shared.database import read_only

bookings = AppGroup("bookings", help="Prove and export what is held.")

COLUMNS = ("resource", "capacity", "quantity", "starts_at", "ends_at", "kind")


@bookings.command()
def check() -> None:
    """Prove that nothing is held over its quantity.

    Reads every allocation, prints one line, and ends with 1 when anything is over.
    """
    counter = count()
    with read_only():
        found = list(find_over_allocations(count_rows(queries.iter_allocations(), counter)))
    rows = next(counter)
    if found:
        click.echo(
            f"OVER: {describe_over_allocation(found[0])}; {len(found)} such instants in {rows} allocations."
        )
        sys.exit(1)
    click.echo(f"OK: nothing is held over its quantity in {rows} allocations.")


def count_rows(rows: Iterator[AllocationRow], counter: Iterator[int]) -> Iterator[AllocationRow]:
    """Yield the rows unchanged, taking a number from the counter for each."""
    for row in rows:
        next(counter)
        yield row


def describe_over_allocation(over: OverAllocation) -> str:
    """Return where and by how much a resource is held over its capacity, in one line."""
    return f"resource {over.resource_id} holds {over.held} of {over.capacity} at {format_utc(over.at)}"


@bookings.command()
def export() -> None:
    """Write all that is held as CSV to the standard output.

    Columns: resource (its id), capacity (how many there are), quantity (how many are held), starts_at and ends_at
    (UTC, ISO 8601; the end is not included; the time to tidy up is), kind (booking or closure).
    """
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    with read_only():
        for row in queries.iter_allocations():
            times = format_utc(row.starts_at), format_utc(row.ends_at)
            writer.writerow((row.resource_id, row.capacity, row.quantity, *times, row.kind))


def format_utc(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
