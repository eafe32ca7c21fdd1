"""The contracts about who imports whom hold, and would break if somebody broke them."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.source_tree import FLOORS, ROOT

CONFIGURATION = ROOT / "pyproject.toml"
LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config"]
# One breach of each contract, in a house that has all its floors.
BREACHES = {
    "bookings/queries.py": "import mal.applications.models",
    "people/models.py": "import mal.people.service",
    "applications/service.py": "import flask",
    "applications/queries.py": "import mal.bookings.web",
    "people/web.py": "import flask_login",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LINT, str(CONFIGURATION)], cwd=folder, capture_output=True, text=True, check=False
    )


def contracts() -> list[str]:
    found = tomllib.loads(CONFIGURATION.read_text())["tool"]["importlinter"]["contracts"]
    return [contract["name"] for contract in found]


def plant(folder: Path) -> None:
    for floor in FLOORS:
        for role in ("__init__", "models", "queries", "service", "access", "forms", "web", "cli"):
            path = folder / "mal" / floor / f"{role}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    (folder / "mal/__init__.py").touch()
    (folder / "mal/people/auth.py").write_text("import flask_login\n")


def test_each_contract_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_an_empty_house_keeps_each_contract(tmp_path: Path) -> None:
    plant(tmp_path)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout


def test_each_contract_can_be_broken(tmp_path: Path) -> None:
    plant(tmp_path)
    for name, line in BREACHES.items():
        (tmp_path / "mal" / name).write_text(f"{line}\n")
    done = lint(tmp_path)
    broken = set(re.findall(r"^(.*) BROKEN", done.stdout, re.MULTILINE))
    assert broken == set(contracts()), done.stdout
