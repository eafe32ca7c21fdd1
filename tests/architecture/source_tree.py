"""Reading the house as text: what its files import, call and are called."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CAPABILITIES = {
    "applications",
    "bookings",
    "calendars",
    "monitoring",
    "notifications",
    "pages",
    "people",
    "places",
    "regulations",
}
FLOORS = CAPABILITIES | {"shared", "demo", "server"}


def python_files(root: Path, *folders: str) -> list[Path]:
    """List the Python files of these folders of a checkout."""
    return sorted(path for folder in folders for path in (root / folder).rglob("*.py"))


def name_of(path: Path, root: Path) -> str:
    """Name a file within its checkout."""
    return path.relative_to(root).as_posix()


def module_of(path: Path, root: Path) -> str:
    """Name the module that a file holds."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    """List the modules that a file names in its imports, `a.b` for `from a import b` too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def pure_modules(root: Path) -> set[str]:
    """List the modules of mal that need the standard library and one another, and nothing else."""
    files = {module_of(path, root): path for path in python_files(root, "mal")}
    needs = {
        name: {each for each in imports_of(path) if needs_more(each, set(files))}
        for name, path in files.items()
    }
    pure = set(files)
    while tainted := {name for name in pure if not needs[name] <= pure}:
        pure -= tainted
    return pure


def needs_more(imported: str, modules: set[str]) -> bool:
    """Tell whether an import leads to another module of mal or out of the standard library."""
    if imported in modules:
        # Packages of the house hold a sentence and no code.
        return imported.count(".") > 1
    top = imported.partition(".")[0]
    return top != "mal" and top not in sys.stdlib_module_names


def calls_of(tree: ast.AST, function: str) -> Iterator[ast.Call]:
    """Find the calls of a function by its bare name."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == function:
            yield node


def tracked_texts(root: Path) -> dict[str, str]:
    """Read every text file that is under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    texts = {}
    for name in listed.stdout.split("\0"):
        path = root / name
        if name and path.is_file():
            try:
                texts[name] = path.read_text()
            except UnicodeDecodeError:
                continue
    return texts
