"""What only one file may do, and what nothing under version control may say."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source_tree import (
    CAPABILITIES,
    ROOT,
    imports_of,
    name_of,
    python_files,
    tracked_texts,
)

ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}
# Where a link in the code, the pages or the documents may lead. Anything else is an oversight,
# first of all the address of a package registry or of somebody's own machine.
HOSTS = {
    "127.0.0.1": "this machine",
    "127.0.0.2": "this machine under a strange name",
    "localhost": "this machine",
    "example.org": "made for examples",
    "example": "made for examples, and for those who mean ill",
    "ą.pl": "made up for a line that is folded inside a letter",
    "calendar.google.com": "where a reader may add a calendar's address",
    "www.w3.org": "names of SVG and XML vocabularies",
    "bip.brpo.gov.pl": "the Ombudsman, for complaints about accessibility",
    "uodo.gov.pl": "the data protection office, for complaints",
    "scripts.sil.org": "the licence of the font",
    "www.adobe.com": "the licence of the font",
}
LINK = re.compile(r"\b(?:https?|webcal|ftp|file)://(?:[^\s/@'\"]*@)?([\w.-]*\w)")
OWN_FOLDER = re.compile(r"(?<![\w./])/(?:work|root|home|Users)/\w")
PIP_SOURCE = re.compile(r"^\s*--(?:extra-)?(?:index|find-links|trusted-host)", re.MULTILINE)


def readers_of_the_environment(root: Path) -> list[str]:
    return [
        name_of(path, root)
        for path in [*python_files(root, "mal", "migrations"), *root.glob("*.py")]
        if any(map(reads_environment, ast.walk(ast.parse(path.read_text()))))
    ]


def reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in ENVIRONMENT and isinstance(node.value, ast.Name) and node.value.id == "os"
    if isinstance(node, ast.ImportFrom):
        return node.module == "os" and any(alias.name in ENVIRONMENT for alias in node.names)
    return False


def test_only_the_configuration_reads_the_environment() -> None:
    assert readers_of_the_environment(ROOT) == ["mal/config.py"]


def test_a_second_reader_of_the_environment_is_seen(tmp_path: Path) -> None:
    (tmp_path / "mal").mkdir()
    (tmp_path / "mal/one.py").write_text("import os\nDEBUG = os.getenv('DEBUG')\n")
    (tmp_path / "mal/two.py").write_text("from os import environ\n")
    (tmp_path / "mal/three.py").write_text("import os\nos.replace('a', 'b')\n")
    assert readers_of_the_environment(tmp_path) == ["mal/one.py", "mal/two.py"]


# Whoever's session has expired signs in again in the middle of any journey.
SHARED_FORMS = {"mal.people.web.forms", "mal.people.web.forms.SignInForm"}


def meddlers(root: Path) -> list[str]:
    """List who imports the views, forms or commands of another capability.

    The top floor composes what stands below, the forms of a search among it.
    """
    return [
        f"{name_of(path, root)} imports {imported}"
        for capability in sorted(CAPABILITIES)
        for path in python_files(root, f"mal/{capability}")
        for imported in sorted(imports_of(path))
        if re.fullmatch(rf"mal\.(?!{capability}\.)\w+\.(web|forms|cli)(\..*)?", imported)
        and not imported.startswith("mal.shared.")
        and not (capability == "pages" and ".forms" in imported)
        and imported not in SHARED_FORMS
    ]


def test_views_and_forms_are_for_their_own_capability() -> None:
    assert meddlers(ROOT) == []


def test_a_meddler_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "mal/applications"
    folder.mkdir(parents=True)
    (folder / "views.py").write_text(
        "from mal.applications import forms\nfrom mal.bookings import forms\nfrom mal.shared.forms import Form\n"
    )
    assert meddlers(tmp_path) == ["mal/applications/views.py imports mal.bookings.forms"]


def what_a_text_gives_away(text: str) -> list[str]:
    strange = [f"leads to {host}" for host in LINK.findall(text) if not known(host)]
    folders = [f"names a folder of one machine: {each}" for each in OWN_FOLDER.findall(text)]
    sources = [f"tells pip where to look: {each}" for each in PIP_SOURCE.findall(text)]
    return strange + folders + sources


def known(host: str) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in HOSTS)


def test_nothing_under_version_control_names_a_registry_or_a_machine_of_ours() -> None:
    own = name_of(Path(__file__), ROOT)
    texts = tracked_texts(ROOT)
    assert {"requirements.lock", "dev.lock", "Makefile"} <= set(texts)
    said = {name: what_a_text_gives_away(text) for name, text in texts.items() if name != own}
    assert {name: each for name, each in said.items() if each} == {}


@pytest.mark.parametrize(
    "text",
    [
        "flask==3.1.3 @ https://files.registry.test/flask.whl",
        "--extra-index-url elsewhere",
        "see /root/notes.txt",
        "open('/home/anna/mal.db')",
    ],
)
def test_a_text_that_gives_something_away_is_seen(text: str) -> None:
    assert what_a_text_gives_away(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:8000/kalendarz",
        "https://mal.example.org",
        "href='/wnioski/nowy'",
        "a/home/b",
    ],
)
def test_a_text_that_gives_nothing_away_is_left_alone(text: str) -> None:
    assert what_a_text_gives_away(text) == []
