"""The figures, as tables that read well in a terminal and in a note."""

from collections.abc import Mapping, Sequence

from tests.bench.guard import TARGETS, Verdict
from tests.bench.pages import BARE, Page
from tests.bench.rounds import Samples

Line = Sequence[str]


def table(head: Line, lines: Sequence[Line]) -> str:
    """Set lines out in columns: words to the left, figures to the right."""
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in (head, rule, *lines)
    )


def reached(found: float, target: float | None) -> tuple[str, str]:
    """Say what was aimed at and whether it is so."""
    if target is None:
        return "", ""
    return f"≥ {target:.2f}", "yes" if found >= target else "NO"


def pages_table(pages: Sequence[Page], samples: Mapping[str, Samples], statements: Mapping[str, int]) -> str:
    """Show each page against the bare view."""
    bare = samples[BARE]
    lines = []
    for page in pages:
        one = samples[page.name]
        ratio = bare.cpu / one.cpu
        lines.append(
            (
                page.name,
                f"{ratio:.3f}",
                f"{one.speed / bare.speed:.3f}",
                str(statements.get(page.name, 0)),
                *reached(ratio, page.target),
                f"{one.cpu:.2f}",
                f"{one.speed:.0f}",
                f"{one.bytes / 1000:.1f}",
            )
        )
    head = ("page", "ratio (CPU)", "ratio (req/s)", "SQL", "target", "reached", "CPU ms", "req/s", "kB")
    return table(head, lines)


def guard_table(verdicts: Sequence[tuple[str, Verdict]]) -> str:
    """Show the guard against the twin without it."""
    lines = []
    for database, one in verdicts:
        cpu = one.cpu_ratio
        lines.append(
            (
                f"{one.kind}, {database}",
                f"{one.ratio:.3f}",
                "" if cpu is None else f"{cpu:.3f}",
                *reached(one.ratio, TARGETS[one.kind]),
                f"{sum(told.per_second for told in one.guarded) / len(one.guarded):.0f}",
                f"{100 * one.refused:.0f} %",
                str(one.deadlocks),
                f"{one.overlaps} ({one.twin_overlaps})",
                "yes" if one.all_kept else "NO",
            )
        )
    head = (
        "sixteen writers",
        "ratio (attempts/s)",
        "ratio (server CPU)",
        "target",
        "reached",
        "attempts/s",
        "refused",
        "deadlocks",
        "overlaps (twin)",
        "rows = acks",
    )
    return table(head, lines)
