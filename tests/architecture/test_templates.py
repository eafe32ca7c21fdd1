"""A view's page lies where its name says, and templates hold nothing that nobody uses."""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from tests.architecture.source_tree import ROOT, calls_of, name_of, python_files

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def templates(root: Path) -> dict[str, nodes.Template]:
    files = [path for path in (root / "templates").rglob("*") if path.suffix in {".html", ".txt"}]
    return {name_of(path, root / "templates"): ENVIRONMENT.parse(path.read_text()) for path in files}


def rendered(root: Path) -> Iterator[tuple[str, str, str]]:
    """List (capability, view, template) for every page that a view names."""
    for path in python_files(root, "mal"):
        _, capability, *rest = path.relative_to(root).with_suffix("").parts
        if capability == "shared" or not {"views", "web"} & set(rest):
            continue
        tree = ast.parse(path.read_text())
        for function in (each for each in tree.body if isinstance(each, ast.FunctionDef)):
            for call in calls_of(function, "render_template"):
                first = call.args[0]
                assert isinstance(first, ast.Constant), f"{path}: {function.name} hides its template"
                yield capability, function.name, str(first.value)


def test_each_page_lies_in_the_folder_of_its_capability() -> None:
    pages = list(rendered(ROOT))
    assert pages
    assert [page for page in pages if not page[2].startswith(f"{page[0]}/")] == []


def test_each_view_finds_its_page() -> None:
    there = templates(ROOT)
    assert [page for page in rendered(ROOT) if page[2] not in there] == []


def forgotten(there: dict[str, nodes.Template], code: str) -> list[str]:
    """List the templates that neither the code nor another template names."""
    named: set[str] = set()
    for template in there.values():
        for node in template.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            source = getattr(node, "template", None)
            named |= {str(source.value)} if isinstance(source, nodes.Const) else set()
    return [name for name in there if name not in named and f'"{name}"' not in code]


def test_each_template_is_shown_somewhere() -> None:
    code = "".join(path.read_text() for path in python_files(ROOT, "mal"))
    # The names of letters are put together from the step they tell of.
    assert [name for name in forgotten(templates(ROOT), code) if not name.startswith("mail/")] == []


def test_a_forgotten_template_is_seen() -> None:
    there = {
        name: ENVIRONMENT.parse("{% extends 'base.html' %}") for name in ("base.html", "a.html", "b.html")
    }
    assert forgotten(there, 'render_template("a.html")') == ["b.html"]


def imported_in_vain(template: nodes.Template) -> list[str]:
    names: set[str] = set()
    for node in template.find_all(nodes.FromImport):
        names |= {each if isinstance(each, str) else each[1] for each in node.names}
    names |= {node.target for node in template.find_all(nodes.Import)}
    used = {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}
    return sorted(names - used)


def test_what_a_template_imports_it_uses() -> None:
    vain = {name: imported_in_vain(template) for name, template in templates(ROOT).items()}
    assert {name: each for name, each in vain.items() if each} == {}


def test_an_import_in_vain_is_seen() -> None:
    source = "{% from 'a' import field, button as press %}{% import 'b' as b %}{{ field() }}"
    assert imported_in_vain(ENVIRONMENT.parse(source)) == ["b", "press"]


def macros_in_vain(there: dict[str, nodes.Template]) -> list[str]:
    """List the macros of components that no template calls."""
    called: set[str] = set()
    for template in there.values():
        called |= {n.name for n in template.find_all(nodes.Name) if n.ctx == "load"}
        called |= {n.attr for n in template.find_all(nodes.Getattr)}
        for node in template.find_all(nodes.FromImport):
            called |= {each if isinstance(each, str) else each[0] for each in node.names}
    return [
        f"{name}: {macro.name}"
        for name, template in there.items()
        for macro in template.find_all(nodes.Macro)
        if macro.name not in called
    ]


def test_each_macro_is_called_somewhere() -> None:
    assert macros_in_vain(templates(ROOT)) == []


def test_a_macro_in_vain_is_seen() -> None:
    macros = "{% macro used() %}{% endmacro %}{% macro left() %}{% endmacro %}"
    page = "{% from 'a.html' import used %}{{ used() }}"
    there = {"a.html": ENVIRONMENT.parse(macros), "b.html": ENVIRONMENT.parse(page)}
    assert macros_in_vain(there) == ["a.html: left"]
