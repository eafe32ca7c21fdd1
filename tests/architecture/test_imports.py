"""The contracts about who imports whom hold, and each of them notices a breach."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.source_tree import ROOT

CONFIGURATION = ROOT / "pyproject.toml"
LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", str(CONFIGURATION)]
# One breach of each contract: a line that is appended to a module of the real tree.
BREACHES = {
    "bookings/cli.py": "import mal.applications.models",
    "people/models.py": "import mal.people.service",
    "applications/drafts.py": "import flask",
    "calendars/queries.py": "import mal.bookings.service",
    "regulations/web/forms.py": "import mal.shared.database",
    "places/opening.py": "import sqlalchemy",
    "people/service.py": "import argon2",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False)


def contract_names() -> list[str]:
    configuration = tomllib.loads(CONFIGURATION.read_text())
    contracts = configuration["tool"]["importlinter"]["contracts"]
    return [contract["name"] for contract in contracts]


def broken_contracts(output: str) -> set[str]:
    """Return the names of the broken contracts; the linter breaks long names over several lines."""
    flat = re.sub(r"\s+", " ", output)
    return {name for name in contract_names() if f"{name} BROKEN" in flat}


def test_each_contract_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_each_contract_notices_a_breach(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "mal", tmp_path / "mal", ignore=shutil.ignore_patterns("static", "packed", "*.mo"))
    for name, line in BREACHES.items():
        with (tmp_path / "mal" / name).open("a") as module:
            module.write(f"{line}\n")
    done = lint(tmp_path)
    assert broken_contracts(done.stdout) == set(contract_names()), done.stdout
