"""CSV as spreadsheets open it in Poland: semicolons, decimal commas, UTF-8 with a byte order mark."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# A spreadsheet takes a text that begins with one of these for a formula.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float | None


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a table as CSV with CRLF line ends; texts that look like formulas are made inert."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([format_cell(heading) for heading in headings])
    writer.writerows([format_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def format_cell(value: Value) -> str:
    """Return one cell: empty for None, floats with up to two decimals, formulas with an apostrophe before them."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_PREFIXES) else text
