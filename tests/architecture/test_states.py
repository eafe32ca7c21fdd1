"""A state changes by a step of its table, in one method, and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import ROOT, name_of, python_files

# Who may assign a state: the method that also writes the event row.
TAKERS = {"mal/bookings/models/booking.py": "take", "mal/applications/models.py": "take"}
# The state of a letter is that of its delivery; it is no step of a booking and writes no event row.
DELIVERY = {"mal/notifications/service.py", "mal/notifications/delivery.py"}


def assigning(node: ast.AST) -> bool:
    """Tell whether a line assigns a state: `x.state = …`, `setattr(x, "state", …)` or `.values(state=…)`."""
    match node:
        case ast.Attribute(attr="state", ctx=ast.Store()):
            return True
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), *_]):
            return True
        case ast.Call(func=ast.Attribute(attr="values"), keywords=keywords):
            return any(each.arg == "state" for each in keywords)
    return False


def places(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, int]]:
    """Give the function and line of each assignment of a state."""
    for node in ast.iter_child_nodes(tree):
        if assigning(node):
            yield inside, getattr(node, "lineno", 0)
        yield from places(node, node.name if isinstance(node, ast.FunctionDef) else inside)


def assignments(root: Path) -> set[tuple[str, str]]:
    return {
        (name_of(path, root), function)
        for path in python_files(root, "mal")
        if name_of(path, root) not in DELIVERY
        for function, _ in places(ast.parse(path.read_text()))
    }


def test_only_taking_a_step_assigns_a_state() -> None:
    assert assignments(ROOT) == set(TAKERS.items())


def test_another_assignment_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "mal/bookings"
    folder.mkdir(parents=True)
    (folder / "service.py").write_text(
        "def revive(date):\n    date.state = 'planned'\n"
        "def quietly(date):\n    setattr(date, 'state', 'planned')\n"
        "def many():\n    return update(Occurrence).values(state='planned')\n"
        "def fine(date):\n    return date.state == 'planned', Occurrence(state='asked')\n"
    )
    found = {function for _, function in assignments(tmp_path)}
    assert found == {"revive", "quietly", "many"}


def test_each_exception_is_still_needed() -> None:
    for name in DELIVERY:
        assert list(places(ast.parse((ROOT / name).read_text()))), name
