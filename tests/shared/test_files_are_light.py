"""Static files: packed beforehand, kept by browsers for good, and asking for nothing of any other site."""

import gzip
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mal.config import ROOT
from mal.shared import assets

of_one_kind = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
YEAR = 365 * 24 * 3600
NAMED = re.compile(r"url\(\s*[\"']?([^\"')]+)")
# What makes a browser fetch; a link or a namespace does not.
FETCHING = re.compile(
    r"""(?:\bsrc(?:set)?\s*=\s*["']|<link\b[^>]*\bhref\s*=\s*["']|@import\s+(?:url\()?["']?|\burl\(\s*["']?"""
    r"""|\bimport\s*\(?\s*["'`]|\bfrom\s+["'`]|\bfetch\(\s*["'`]|\bsendBeacon\(\s*["'`]|\bposter\s*=\s*["'])"""
    r"""\s*((?:[a-z]+:)?//[^\s"'`)]+)""",
    re.IGNORECASE,
)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@of_one_kind
@pytest.mark.parametrize("plain", ["css/mal.css", "js/mal.js", "img/mal.svg"])
def test_text_goes_compressed_and_is_kept_for_good(client: FlaskClient, plain: str) -> None:
    address = assets.addresses()[plain]
    source = (assets.STATIC / plain).read_bytes()
    answer = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"}, buffered=True)
    whole = client.get(address, buffered=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in whole.headers
    assert gzip.decompress(answer.data) == whole.data == source
    assert len(answer.data) < len(source)
    for each in (answer, whole):
        assert each.headers["Vary"] == "Accept-Encoding"
        assert each.cache_control.immutable
        assert (each.cache_control.max_age or 0) >= YEAR


@of_one_kind
def test_the_font_is_kept_for_good_under_the_name_of_its_content(client: FlaskClient) -> None:
    address = assets.addresses()["fonts/mal-sans.woff2"]
    answer = client.get(address, buffered=True)
    assert sha256(answer.data).hexdigest()[:12] in address
    assert answer.cache_control.immutable
    assert len(answer.data) <= 60_000


def test_what_the_stylesheet_names_is_what_pages_name() -> None:
    """A font under two names would be fetched twice."""
    named = NAMED.findall((assets.STATIC / "css/mal.css").read_text())
    files = [
        urljoin(assets.addresses()["css/mal.css"], each) for each in named if not each.startswith("data:")
    ]
    assert files
    assert [each for each in files if each not in assets.addresses().values()] == []


def test_the_scripts_of_a_page_stay_small() -> None:
    """Every page carries the common one; the staff and asking have one more, each."""
    weights = {path.stem: len(gzip.compress(path.read_bytes(), 9)) for path in assets.STATIC.rglob("*.js")}
    more = [weights.pop(name) for name in ("asking", "staff")]
    assert list(weights) == ["mal"]
    assert weights["mal"] + max(more) < 3000


@of_one_kind
def test_the_icon_comes_with_the_page_and_to_whoever_asks(client: FlaskClient) -> None:
    page = client.get("/").text
    icon = re.search(r'<link rel="icon" href="data:image/svg\+xml,([^"]+)"', page)
    assert icon
    drawn = (assets.STATIC / assets.ICON).read_text()
    assert unquote(icon[1]) == drawn
    asked = client.get("/favicon.ico", buffered=True)
    assert (asked.status_code, asked.text, asked.mimetype) == (200, drawn, "image/svg+xml")


@pytest.fixture
def other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Static files of another site, which nobody has packed yet."""
    monkeypatch.setattr(assets, "STATIC", tmp_path / "static")
    monkeypatch.setattr(assets, "PACKED", tmp_path / "packed")
    for plain, text in {"css/a.css": "p { margin: 0 }\n" * 50, assets.ICON: "<svg/>"}.items():
        (tmp_path / "static" / plain).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "static" / plain).write_text(text)
    forget()
    yield tmp_path / "static/css/a.css"
    forget()


def forget() -> None:
    assets.addresses.cache_clear()
    assets.plain_files.cache_clear()


def served_as(plain: str) -> tuple[str | None, str]:
    """Serve a file by an application started now; give its coding and what it says."""
    forget()
    app = Flask("other")
    assets.init_app(app)
    answer = app.test_client().get(
        assets.addresses()[plain], headers={"Accept-Encoding": "gzip"}, buffered=True
    )
    coding = answer.headers.get("Content-Encoding")
    return coding, (gzip.decompress(answer.data) if coding else answer.data).decode()


def test_without_packing_and_after_a_change_files_go_as_they_stand(other_files: Path) -> None:
    text = other_files.read_text()
    assert served_as("css/a.css") == (None, text)
    assets.pack()
    assert served_as("css/a.css") == ("gzip", text)
    other_files.write_text(text + "/* changed */")
    assert served_as("css/a.css") == (None, text + "/* changed */")
    forget()
    assets.pack()
    assert served_as("css/a.css") == ("gzip", text + "/* changed */")


def from_elsewhere(root: Path) -> list[str]:
    """List what pages, styles, scripts and drawings would fetch from other sites."""
    files = [*(root / "templates").rglob("*.*"), *(root / "mal/static").rglob("*.*")]
    texts = {path: path.read_text() for path in files if path.suffix in {".html", ".svg", ".css", ".js"}}
    return [f"{path.name}: {found}" for path, text in texts.items() for found in FETCHING.findall(text)]


def test_no_page_style_or_script_loads_anything_from_elsewhere() -> None:
    assert from_elsewhere(ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example.org/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.org/css">',
        '<img alt="" srcset="http://example.org/a.png 2x">',
        "@import 'https://example.org/a.css';",
        "p { background: url(https://example.org/a.png) }",
        "import { a } from 'https://example.org/a.js';",
        "fetch(`https://example.org/?q=${q}`)",
    ],
)
def test_what_would_be_fetched_from_elsewhere_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.html").write_text(text)
    assert from_elsewhere(tmp_path) != []
    (tmp_path / "templates/a.html").write_text(
        '<a href="https://example.org/">a</a><svg xmlns="http://www.w3.org/2000/svg"/>'
    )
    assert from_elsewhere(tmp_path) == []
