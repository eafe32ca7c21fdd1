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


class Markup:
    """The elements of a page by name, read once: selecting again for each rule took most of the suite's time."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self.elements: list[Tag] = [each for each in soup.descendants if isinstance(each, Tag)]
        self.by_name: dict[str, list[Tag]] = {}
        for element in self.elements:
            self.by_name.setdefault(element.name, []).append(element)
        self.ids = Counter(str(element["id"]) for element in self.with_attribute("id"))

    def named(self, *names: str) -> list[Tag]:
        """Return the elements of these names, one name after the other."""
        return [element for name in names for element in self.by_name.get(name, ())]

    def with_attribute(self, attribute: str) -> list[Tag]:
        """Return the elements that have an attribute."""
        return [element for element in self.elements if attribute in element.attrs]


class Routing:
    """Where the references of one page lead."""

    def __init__(self, address: str, routes: Map) -> None:
        self.address = address
        self.adapter = routes.bind("localhost")

    def trouble_with(self, reference: str, method: str) -> str | None:
        """Return why no route answers a reference by a method, or None."""
        path = urlsplit(urljoin(self.address, reference)).path
        if path in addresses().values():
            return None  # served before any route is asked
        try:
            self.adapter.match(path, method=method)
        except RequestRedirect:
            return "redirected"
        except HTTPException as error:
            return error.name
        return None


def faults_of(soup: BeautifulSoup, address: str, routes: Map) -> list[str]:
    """Return what is wrong with a page, in sentences; nothing for a good one."""
    markup, routing = Markup(soup), Routing(address, routes)
    return [
        *_faults_of_the_frame(markup),
        *_faults_of_ids(markup),
        *_faults_of_fields(markup),
        *_faults_of_names(markup),
        *_faults_of_code(markup),
        *_faults_of_forms(markup, routing),
        *_faults_of_links(markup, routing),
    ]


def _faults_of_the_frame(markup: Markup) -> Iterator[str]:
    soup = markup.soup
    html = soup.html
    if html is None or html.get("lang") not in LANGUAGES:
        yield "The page doesn't say its language."
    if not soup.title or not soup.title.get_text(strip=True):
        yield "The page has no title."
    if (count := len(markup.named("h1"))) != 1:
        yield f"The page has {count} main headings, not one."
    if (count := len(markup.named("main"))) != 1:
        yield f"The page has {count} main parts, not one."
    for heading in markup.named("h1", "h2", "h3", "h4", "h5", "h6"):
        if not heading.get_text(strip=True):
            yield f"A heading is empty: {_short(heading)}"
    if found := LEFTOVERS.search(soup.get_text(" ")):
        yield f"The page shows {found.group()!r}."


def _faults_of_ids(markup: Markup) -> Iterator[str]:
    yield from (f"The id {name!r} stands {n} times." for name, n in markup.ids.items() if n > 1)
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
        for tag in markup.with_attribute(attribute):
            for name in str(tag[attribute]).split():
                if name not in markup.ids:
                    yield f"{attribute} names {name!r}, which isn't there: {_short(tag)}"


def _faults_of_fields(markup: Markup) -> Iterator[str]:
    labels = [label for label in markup.named("label") if label.has_attr("for")]
    labelled = {str(label["for"]) for label in labels if label.get_text(strip=True)}
    for field in markup.named("input", "select", "textarea"):
        if field.get("type") in SILENT_INPUTS:
            continue
        if field.get("id") not in labelled and not field.find_parent("label") and not _aria_name(field):
            yield f"A field has no label: {_short(field)}"


def _faults_of_names(markup: Markup) -> Iterator[str]:
    links = [link for link in markup.named("a") if link.has_attr("href")]
    for tag in [*links, *markup.named("button", "summary")]:
        if not tag.get_text(strip=True) and not _aria_name(tag) and not _has_named_picture(tag):
            yield f"Nothing says what this does: {_short(tag)}"
    yield from (
        f"A picture has no alt: {_short(img)}" for img in markup.named("img") if not img.has_attr("alt")
    )


def _faults_of_code(markup: Markup) -> Iterator[str]:
    styles = [style for style in markup.named("style") if style.find_parent("body")]
    yield from (f"Styled in place: {_short(tag)}" for tag in [*markup.with_attribute("style"), *styles])
    for script in markup.named("script"):
        if not script.has_attr("src") and script.get("type") != "application/ld+json":
            yield f"A script in the page: {_short(script)}"
    for tag in markup.elements:
        if handlers := [name for name in tag.attrs if name.startswith("on")]:
            yield f"A handler in the page, {handlers[0]}: {_short(tag)}"


def _faults_of_forms(markup: Markup, routing: Routing) -> Iterator[str]:
    buttons = markup.with_attribute("formaction")
    for form in markup.named("form"):
        method = str(form.get("method", "get")).upper()
        yield from _faults_of_secrets(form, method)
        own = [each for each in buttons if form in each.parents or _belongs_by_id(each, form)]
        ways = [(each["formaction"], str(each.get("formmethod", method)).upper()) for each in own]
        for goal, way in [(form.get("action"), method), *ways]:
            if trouble := routing.trouble_with(str(goal or ""), way):
                yield f"A form leads nowhere ({trouble}): {_short(form)}"


def _faults_of_secrets(form: Tag, method: str) -> Iterator[str]:
    tokens = form.find_all(attrs={"name": "csrf_token"})
    hidden = [each for each in tokens if each.name == "input" and each.get("type") == "hidden"]
    harmless = form.get("action") in WITHOUT_TOKEN
    if method == "POST" and not harmless and not any(each.has_attr("value") for each in hidden):
        yield f"A form has no csrf_token: {_short(form)}"
    # A button that posts may carry the token: it is sent by no other.
    sent = [each for each in tokens if each.name != "button" or each.get("formmethod") != "post"]
    if method == "GET" and (sent or form.find(attrs={"type": "password"})):
        yield f"A form sends a secret in its address: {_short(form)}"


def _faults_of_links(markup: Markup, routing: Routing) -> Iterator[str]:
    references = [(tag, str(tag["href"])) for tag in markup.named("a", "link") if tag.has_attr("href")]
    references += [(tag, str(tag["src"])) for tag in markup.with_attribute("src")]
    for tag, reference in references:
        split = urlsplit(reference)
        if not reference or split.scheme == "javascript":
            yield f"A link without an address: {_short(tag)}"
        elif split.scheme or split.netloc:
            continue
        elif reference.startswith("#"):
            if reference != "#" and reference[1:] not in markup.ids:
                yield f"No {reference} on the page: {_short(tag)}"
        elif trouble := routing.trouble_with(reference, "GET"):
            yield f"A link leads nowhere ({trouble}): {_short(tag)}"


def _belongs_by_id(control: Tag, form: Tag) -> bool:
    return form.has_attr("id") and control.get("form") == form["id"]


def _has_named_picture(tag: Tag) -> bool:
    images = any(image.get("alt") for image in tag.find_all("img"))
    drawings = tag.find_all("svg")
    return images or any(svg.has_attr("aria-label") or svg.find("title") for svg in drawings)


def _aria_name(tag: Tag) -> bool:
    return bool(tag.get("aria-label") or tag.get("aria-labelledby"))


def _short(tag: Tag) -> str:
    return str(tag)[:160]
