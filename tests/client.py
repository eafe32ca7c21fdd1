"""A person's browser for tests: it follows links and forms, and checks every page it is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup, Tag
from flask import Flask, has_app_context, request_tearing_down, url_for
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.test import TestResponse

from mal.shared.database import db
from mal.shared.i18n import COOKIE
from tests.page_rules import faults_of

Values = dict[str, Any]


class Page:
    """One answer, as its reader sees it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.address = response.request.full_path.rstrip("?")
        self.is_html = response.mimetype == "text/html"
        self.soup = BeautifulSoup(response.get_data(), "html.parser")

    @property
    def heading(self) -> str:
        """The page's one h1."""
        return words_of(self.one("h1"))

    @property
    def text(self) -> str:
        """What the page says, with single spaces."""
        return words_of(self.soup.body or self.soup)

    @property
    def body(self) -> str:
        """The answer as it was sent, for anything that is no page."""
        return self.response.get_data(as_text=True)

    def all(self, selector: str) -> list[Tag]:
        """Find every element."""
        return list(self.soup.select(selector))

    def one(self, selector: str) -> Tag:
        """Find the only element."""
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} × {selector} on {self.address}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        """Read every element."""
        return [words_of(tag) for tag in self.soup.select(selector)]

    def errors(self) -> dict[str, str]:
        """Read what the page says about each field that was filled in wrongly."""
        fields = self.soup.select("[aria-invalid=true][name]")
        return {str(field["name"]): self._description_of(field) for field in fields}

    def _description_of(self, field: Tag) -> str:
        ids = str(field.get("aria-describedby") or "").split()
        parts = [self.soup.find(id=each) for each in ids]
        return " ".join(words_of(part) for part in parts if isinstance(part, Tag))


class Browser:
    """Somebody with a browser.

    Each request runs apart, as on a real server: nothing of the test's own context reaches it.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        # The sources speak English: what tests look for does not change with a translation.
        self.client.set_cookie(COOKIE, "en")
        self.page: Page | None = None

    def another(self) -> "Browser":
        """Give a browser of somebody else, with no cookies."""
        return Browser(self.app)

    def sign_in(self, email: str, password: str) -> Self:
        """Sign in by the form that everyone uses."""
        self.get("/logowanie")
        self.submit(email=email, password=password)
        assert self._now().soup.select_one("form [name=password]") is None, "Not signed in."
        return self

    def get(self, where: str, *, expecting: int = HTTPStatus.OK, **values: Any) -> Page:
        """Open an endpoint or a path, and follow where it redirects.

        The values fill the endpoint's address; what is left, and any for a path, becomes the query.
        """
        return self._open("GET", self.address_of(where, values), None, expecting)

    def post(
        self,
        where: str,
        data: Values | None = None,
        *,
        expecting: int = HTTPStatus.OK,
        **values: Any,
    ) -> Page:
        """Send data without a form, as a program would: no token is added."""
        return self._open("POST", self.address_of(where, values), data or {}, expecting)

    def follow(self, words: str, *, expecting: int = HTTPStatus.OK) -> Page:
        """Follow the only link with these words."""
        page = self._now()
        links = [a for a in page.all("a[href]") if words_of(a) == words or a.get("aria-label") == words]
        goals = {str(link["href"]) for link in links}
        assert len(goals) == 1, f"{len(goals)} links say “{words}” on {page.address}"
        return self._open("GET", self._from_here(goals.pop()), None, expecting)

    def submit(
        self,
        form: str | None = None,
        *,
        button: str | None = None,
        expecting: int = HTTPStatus.OK,
        **fields: Any,
    ) -> Page:
        """Fill in the fields by name, press the button with these words and follow the answer.

        Without a selector the form is the only one that has all these fields and the button.
        A field's value may be a text, a number, a list for several, True or False for a box;
        None clears it. Whatever else the form holds is sent as it stands.
        """
        page = self._now()
        chosen = self._form(form, button, set(fields))
        pressed = _pressed(chosen, button)
        sent = filled_in(chosen, fields, pressed)
        says = pressed.attrs if pressed is not None else {}
        action = self._from_here(str(says.get("formaction") or chosen.get("action") or page.address))
        if str(says.get("formmethod") or chosen.get("method", "get")).lower() == "get":
            return self._open("GET", action.partition("?")[0], None, expecting, query=sent)
        return self._open("POST", action, sent, expecting)

    def address_of(self, where: str, values: Values) -> str:
        """Turn an endpoint, or a path with its query, into an address."""
        if where.startswith("/"):
            return f"{where}?{urlencode(values, doseq=True)}" if values else where

        def build() -> str:
            with self.app.test_request_context():
                return url_for(where, **values)

        return Context().run(build)

    def _now(self) -> Page:
        assert self.page is not None, "Open a page first."
        return self.page

    def _from_here(self, reference: str) -> str:
        return urljoin(self._now().address, reference)

    def _form(self, selector: str | None, button: str | None, fields: set[str]) -> Tag:
        page = self._now()
        there = page.all("form")
        forms = [
            form
            for form in page.all(selector or "form")
            if fields <= names_in(form) and (button is None or _pressed(form, button) is not None)
        ]
        assert len(forms) == 1, (
            f"{len(forms)} forms on {page.address} have {selector or ''} {sorted(fields)}"
            f" {button or ''}; its forms hold {[sorted(names_in(form)) for form in there]}"
        )
        return forms[0]

    def _open(self, method: str, address: str, data: Any, expecting: int, query: Any = None) -> Page:
        settle_outer_session()
        with watching_for_unsaved(self.app) as unsaved:
            response = Context().run(
                lambda: self.client.open(
                    address, method=method, data=data, query_string=query, follow_redirects=True
                )
            )
        settle_outer_session()
        assert not unsaved, f"{method} {address} left changes that nobody committed: {unsaved}"
        page = Page(response)
        self._check(page, method, expecting)
        if page.is_html:
            self.page = page
        return page

    def _check(self, page: Page, method: str, expecting: int) -> None:
        what = f"{method} … {page.address}"
        said = f"\n{page.text[:600]}" if page.is_html else ""
        assert page.status == expecting, f"{what} answered {page.status}, not {expecting}.{said}"
        if page.is_html:
            faults = faults_of(page.soup, page.address, self.app.url_map)
            assert not faults, f"{what}:\n" + "\n".join(f"  {fault}" for fault in faults)


def words_of(tag: Tag) -> str:
    """Read an element, with single spaces."""
    return " ".join(tag.get_text(" ").split())


def controls_of(form: Tag, selector: str = "[name]") -> list[Tag]:
    """Find the controls of a form: those inside it, and those elsewhere on the page that name it."""
    within, name = list(form.select(selector)), form.get("id")
    page = next((each for each in form.parents if each.name == "html"), None)
    if name is None or page is None:
        return within
    return [*within, *(each for each in page.select(selector) if each.get("form") == name)]


def names_in(form: Tag) -> set[str]:
    """List the fields of a form."""
    return {str(field["name"]) for field in controls_of(form)}


def filled_in(form: Tag, fields: Values, pressed: Tag | None) -> dict[str, list[str]]:
    """Give what a browser would send once these fields are filled in."""
    sent: dict[str, list[str]] = {}
    for name, value in _as_it_stands(form):
        sent.setdefault(name, []).append(value)
    for name, value in fields.items():
        sent[name] = _typed(form, name, value)
    if pressed is not None and pressed.get("name"):
        sent[str(pressed["name"])] = [str(pressed.get("value") or "")]
    return sent


def _as_it_stands(form: Tag) -> Iterator[tuple[str, str]]:
    for field in controls_of(form, "input[name], textarea[name], select[name]"):
        name = str(field["name"])
        kind = str(field.get("type") or field.name)
        if field.has_attr("disabled") or kind in {"submit", "button", "reset", "image", "file"}:
            continue
        if kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                yield name, str(field.get("value", "on"))
        elif field.name == "select":
            yield from ((name, value) for value in _selected(field))
        else:
            yield name, str(field.get("value") or "") if field.name == "input" else field.get_text()


def _selected(field: Tag) -> list[str]:
    chosen = list(field.select("option[selected]"))
    if not chosen and not field.has_attr("multiple"):
        chosen = field.select("option")[:1]
    return [str(option.get("value", option.get_text())) for option in chosen]


def _typed(form: Tag, name: str, value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        box = form.select_one(f'input[name="{name}"]')
        return [str(box.get("value", "on"))] if box else ["on"]
    values = [str(each) for each in (value if isinstance(value, list | tuple) else [value])]
    offered = _offered(form, name)
    assert offered is None or set(values) <= offered, f"{name} has no {values}: {offered}"
    return values


def _offered(form: Tag, name: str) -> set[str] | None:
    """List what can be chosen; None where anything can be typed."""
    options = form.select(f'select[name="{name}"] option')
    boxes = controls_of(form, f'input[name="{name}"][type=radio], input[name="{name}"][type=checkbox]')
    if not options and not boxes:
        return None
    return {str(each.get("value", each.get_text())) for each in [*options, *boxes]}


def _pressed(form: Tag, words: str | None) -> Tag | None:
    """Find the button with these words; without words the first that sends the form."""
    buttons = form.select("button:not([type=button]):not([type=reset]), input[type=submit]")
    if form.get("id"):
        # Buttons that stand elsewhere on the page belong to it, too.
        whole = form.find_parent("html") or form
        buttons += whole.select(f"button[form='{form['id']}']")
    if words is None:
        return buttons[0] if buttons else None
    said = [(words_of(each) or str(each.get("value")), each) for each in buttons]
    return next((each for text, each in said if text == words), None)


def settle_outer_session() -> None:
    """Commit what the test has changed and let it read afresh, as if it were another process."""
    if has_app_context():
        db.session.commit()
        db.session.expire_all()


@contextmanager
def watching_for_unsaved(app: Flask) -> Iterator[list[str]]:
    """Collect what a request changed in its session and neither committed nor rolled back."""
    pending: dict[int, list[str]] = {}
    unsaved: list[str] = []

    def flushed(session: Session, _context: object) -> None:
        changed = [*session.new, *session.dirty, *session.deleted]
        pending.setdefault(id(session), []).extend(map(repr, changed))

    def executed(state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            pending.setdefault(id(state.session), []).append(type(state.statement).__name__)

    def settled(session: Session) -> None:
        pending.pop(id(session), None)

    def ended(_sender: Flask, **_rest: object) -> None:
        session = db.session()
        unsaved.extend(pending.pop(id(session), []))
        unsaved.extend(map(repr, [*session.new, *session.dirty, *session.deleted]))

    watched: list[tuple[str, Callable[..., None]]] = [
        ("after_flush", flushed),
        ("do_orm_execute", executed),
        ("after_commit", settled),
        ("after_rollback", settled),
    ]
    for name, listener in watched:
        event.listen(db.session, name, listener)
    try:
        with request_tearing_down.connected_to(ended, app):
            yield unsaved
    finally:
        for name, listener in watched:
            event.remove(db.session, name, listener)
