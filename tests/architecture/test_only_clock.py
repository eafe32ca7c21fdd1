"""The machine's clock is read in one place, so that no test depends on the day it runs."""

import ast
from pathlib import Path

from tests.architecture.source_tree import ROOT, name_of, python_files

# `now` and `today` of the datetime classes, `time` and `time_ns` of the module time; measured durations are no dates.
READERS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
READERS |= {("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}
MAY_READ = ["mal/shared/clock.py", "tests/shared/test_clock.py"]


def readers_of_the_clock(root: Path) -> list[str]:
    files = [*python_files(root, "mal", "migrations", "tests"), *root.glob("*.py")]
    return [
        name_of(path, root) for path in files if any(map(reads_clock, ast.walk(ast.parse(path.read_text()))))
    ]


def reads_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value
    name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return (name, node.attr) in READERS


def test_only_the_clock_reads_the_time_of_the_machine() -> None:
    assert readers_of_the_clock(ROOT) == MAY_READ


def test_a_second_reader_of_the_clock_is_seen(tmp_path: Path) -> None:
    (tmp_path / "mal").mkdir()
    (tmp_path / "mal/one.py").write_text("from datetime import date\ndate.today()\n")
    (tmp_path / "mal/two.py").write_text("import datetime as dt\nimport datetime\ndatetime.datetime.now()\n")
    (tmp_path / "mal/three.py").write_text(
        "from mal.shared import clock\nimport time\nclock.now()\ntime.monotonic()\n"
    )
    assert readers_of_the_clock(tmp_path) == ["mal/one.py", "mal/two.py"]
