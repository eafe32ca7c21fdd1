"""Tables as spreadsheets open them in Poland: CSV with semicolons, decimal commas and a byte order mark."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# What makes a spreadsheet take a text for a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float | None


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Write a table: UTF-8 with a byte order mark, semicolons, CRLF, and no text that a program would run."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([written(head) for head in heads])
    writer.writerows([written(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def written(value: Value) -> str:
    """Write one cell: nothing where nothing is known, numbers with a decimal comma, texts made harmless."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(DANGEROUS) else text
