"""What must hold on every page of the site."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

from mal.shared.assets import addresses

LANGUAGES = {"pl", "uk", "en"}
# The language switch: harmless, and on pages that are kept for everyone.
WITHOUT_TOKEN = {"/jezyk"}
SILENT_INPUTS = {"hidden", "submit", "button", "reset", "image"}
# What a forgotten value or a template that was not rendered looks like.
LEFTOVERS = re.compile(r"\{\{|\{%|%\(\w+\)[sd]|\bNone\b|<(?:mal|flask)[.\w]* |\bUndefined\b")


def faults_of(soup: BeautifulSoup, address: str, routes: Map) -> list[str]:
    """Say what is wrong with a page, in sentences; nothing for a good one."""
    return [
        *_faults_of_the_frame(soup),
        *_faults_of_ids(soup),
        *_faults_of_names(soup),
        *_faults_of_code(soup),
        *_faults_of_forms(soup, address, routes),
        *_faults_of_links(soup, address, routes),
    ]


def _faults_of_the_frame(soup: BeautifulSoup) -> Iterator[str]:
    html = soup.html
    if html is None or html.get("lang") not in LANGUAGES:
        yield "The page doesn't say its language."
    if not soup.title or not soup.title.get_text(strip=True):
        yield "The page has no title."
    if (count := len(soup.select("h1"))) != 1:
        yield f"The page has {count} main headings, not one."
    if (count := len(soup.select("main"))) != 1:
        yield f"The page has {count} main parts, not one."
    for heading in soup.select("h1, h2, h3, h4, h5, h6"):
        if not heading.get_text(strip=True):
            yield f"A heading is empty: {_short(heading)}"
    if found := LEFTOVERS.search(soup.get_text(" ")):
        yield f"The page shows {found.group()!r}."


def _faults_of_ids(soup: BeautifulSoup) -> Iterator[str]:
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    yield from (f"The id {name!r} stands {n} times." for name, n in ids.items() if n > 1)
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
        for tag in soup.select(f"[{attribute}]"):
            for name in _words(tag, attribute):
                if name not in ids:
                    yield f"{attribute} names {name!r}, which isn't there: {_short(tag)}"


def _faults_of_names(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {str(label["for"]) for label in soup.select("label[for]") if label.get_text(strip=True)}
    for field in soup.select("input, select, textarea"):
        if field.get("type") in SILENT_INPUTS:
            continue
        if field.get("id") not in labelled and not field.find_parent("label") and not _aria_name(field):
            yield f"A field has no label: {_short(field)}"
    for tag in soup.select("a[href], button, summary"):
        drawn = tag.select_one("img[alt]:not([alt='']), svg[aria-label], svg title")
        if not tag.get_text(strip=True) and not drawn and not _aria_name(tag):
            yield f"Nothing says what this does: {_short(tag)}"
    yield from (f"A picture has no alt: {_short(img)}" for img in soup.select("img:not([alt])"))


def _faults_of_code(soup: BeautifulSoup) -> Iterator[str]:
    yield from (f"Styled in place: {_short(tag)}" for tag in soup.select("[style], body style"))
    for script in soup.select("script:not([src])"):
        if script.get("type") != "application/ld+json":
            yield f"A script in the page: {_short(script)}"
    for tag in soup.find_all(True):
        if handlers := [name for name in tag.attrs if name.startswith("on")]:
            yield f"A handler in the page, {handlers[0]}: {_short(tag)}"


def _faults_of_forms(soup: BeautifulSoup, address: str, routes: Map) -> Iterator[str]:
    for form in soup.select("form"):
        method = str(form.get("method", "get")).upper()
        if (
            method == "POST"
            and form.get("action") not in WITHOUT_TOKEN
            and not form.select_one("input[type=hidden][name=csrf_token][value]")
        ):
            yield f"A form has no csrf_token: {_short(form)}"
        # A button that posts may carry the token: it is sent by no other.
        if method == "GET" and form.select_one(
            "[name=csrf_token]:not(button[formmethod=post]), [type=password]"
        ):
            yield f"A form sends a secret in its address: {_short(form)}"
        buttons = [*form.select("[formaction]"), *soup.select(f"[form='{form.get('id', '')}'][formaction]")]
        ways = [(b["formaction"], str(b.get("formmethod", method)).upper()) for b in buttons]
        for goal, way in [(form.get("action"), method), *ways]:
            if trouble := _trouble_with(urljoin(address, str(goal or "")), way, routes):
                yield f"A form leads nowhere ({trouble}): {_short(form)}"


def _faults_of_links(soup: BeautifulSoup, address: str, routes: Map) -> Iterator[str]:
    references = [(tag, str(tag["href"])) for tag in soup.select("a[href], link[href]")]
    references += [(tag, str(tag["src"])) for tag in soup.select("[src]")]
    for tag, reference in references:
        split = urlsplit(reference)
        if not reference or split.scheme == "javascript":
            yield f"A link without an address: {_short(tag)}"
        elif split.scheme or split.netloc:
            continue
        elif reference.startswith("#"):
            if reference != "#" and not soup.find(id=reference[1:]):
                yield f"No {reference} on the page: {_short(tag)}"
        elif trouble := _trouble_with(urljoin(address, reference), "GET", routes):
            yield f"A link leads nowhere ({trouble}): {_short(tag)}"


def _trouble_with(address: str, method: str, routes: Map) -> str | None:
    if urlsplit(address).path in addresses().values():
        return None  # served before any route is asked
    try:
        routes.bind("localhost").match(urlsplit(address).path, method=method)
    except RequestRedirect:
        return "redirected"
    except HTTPException as error:
        return error.name
    return None


def _aria_name(tag: Tag) -> bool:
    return bool(tag.get("aria-label") or tag.get("aria-labelledby"))


def _words(tag: Tag, attribute: str) -> list[str]:
    return str(tag[attribute]).split()


def _short(tag: Tag) -> str:
    return str(tag)[:160]
