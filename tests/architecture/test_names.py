"""Names and docstrings that a stranger can guess and search for: the words of docs/glossary.md, one meaning each."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import ROOT, name_of, python_files

# Words that say nothing of what a function returns, raises or changes.
VAGUE_VERBS = {"Give", "Say", "Tell", "Let", "Put"}
# Capabilities whose names are not yet converted; the list only shrinks.
UNCONVERTED = (
    "mal/applications/",
    "mal/calendars/",
    "mal/config.py",
    "mal/demo/",
    "mal/shared/",
)


def test_no_two_public_classes_share_a_name() -> None:
    shared = {name: files for name, files in public_classes(ROOT).items() if len(files) > 1}
    assert {name: files for name, files in shared.items() if not any(map(is_unconverted, files))} == {}


def test_each_module_is_named_by_a_term_of_the_glossary() -> None:
    terms = glossary_terms(ROOT / "docs/glossary.md")
    assert [name for name in modules_without_a_term(ROOT, terms) if not is_unconverted(name)] == []


def test_no_docstring_begins_with_a_verb_that_says_nothing() -> None:
    assert [place for place in vague_docstrings(ROOT) if not is_unconverted(place)] == []


def test_a_name_that_breaks_a_rule_is_seen(tmp_path: Path) -> None:
    (tmp_path / "mal/rooms").mkdir(parents=True)
    (tmp_path / "mal/rooms/models.py").write_text('"""Rooms."""\n\n\nclass Room:\n    """A room."""\n')
    (tmp_path / "mal/rooms/stuff.py").write_text(
        'class Room:\n    """Say it."""\n\n    def name(self):\n        """Give, if any, the name."""\n'
    )
    assert public_classes(tmp_path)["Room"] == ["mal/rooms/models.py", "mal/rooms/stuff.py"]
    assert modules_without_a_term(tmp_path, {"model"}) == ["mal/rooms/stuff.py"]
    assert list(vague_docstrings(tmp_path)) == [
        "mal/rooms/stuff.py: Say it.",
        "mal/rooms/stuff.py: Give, if any, the name.",
    ]


def is_unconverted(name: str) -> bool:
    return name.startswith(UNCONVERTED)


def public_classes(root: Path) -> dict[str, list[str]]:
    """Return the files of each public class of a checkout, by its name."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in python_files(root, "mal"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name_of(path, root))
    return found


def glossary_terms(glossary: Path) -> set[str]:
    """Return the single words of the first columns of the glossary's tables, in the singular."""
    rows = re.findall(r"^\| ([a-z][a-z0-9 ,-]*) \|", glossary.read_text(), re.MULTILINE)
    return {singular(word) for row in rows for word in re.findall("[a-z0-9]+", row)}


def modules_without_a_term(root: Path, terms: set[str]) -> list[str]:
    """Return the modules whose names hold no term."""
    return [
        name_of(path, root)
        for path in python_files(root, "mal")
        if path.stem != "__init__" and not {singular(word) for word in path.stem.split("_")} & terms
    ]


def singular(word: str) -> str:
    return word.removesuffix("s")


def vague_docstrings(root: Path) -> Iterator[str]:
    """Yield the file and the first line of each docstring that begins with a vague verb."""
    for path in python_files(root, "mal"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node) or ""
                if re.split(r"\W", text, maxsplit=1)[0] in VAGUE_VERBS:
                    yield f"{name_of(path, root)}: {text.splitlines()[0]}"
