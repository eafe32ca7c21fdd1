"""Feeds are answered in front of Flask: one question to the driver, then octets that are kept ready.

Telephones ask every hour and nearly always for nothing new, so an answer must cost next to nothing and need no
session, no account and no page. When the database is out of reach, the last octets known are given. Where there are
none, whoever asks conditionally is told that nothing is new and keeps what they have; anyone else hears 404, "not
found at present", and nobody may store it: on a 5xx Thunderbird switches a calendar off, on a 404 it keeps it.
"""

import logging
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Final

from flask import Flask

from mal.calendars import conditional
from mal.calendars.building import Builder
from mal.calendars.conditional import Ready
from mal.calendars.versions import Address, Gone, Unknown, Version
from mal.people.tokens import hash_token
from mal.shared import clock
from mal.shared.web import HEADERS as SECURITY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SLUG: Final = r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?"
PUBLIC = re.compile(rf"/kalendarz(?:/({SLUG})(?:/({SLUG}))?)?\.ics")
PRIVATE = re.compile(r"/moj-kalendarz/([^/]{1,200})\.ics")
EXTENSION: Final = "mal.feeds"
MOST_KEPT: Final = 400

TEXT: Final = [("Content-Type", "text/plain; charset=utf-8"), *SECURITY.items()]
NO_STORE: Final = ("Cache-Control", "no-store")
HIDDEN: Final = [("X-Robots-Tag", "noindex, nofollow")]
UNKNOWN: Final = "Nie ma takiego kalendarza. Lista kalendarzy: /kalendarz/subskrypcja\n"
GONE: Final = (
    "Ten adres kalendarza został wymieniony na nowy i już nie działa.\n"
    "Usuń ten kalendarz z telefonu, a o nowy adres poproś liderkę lub lidera swojej grupy.\n"
)
READ_ONLY: Final = "Ten kalendarz można tylko czytać.\n"
OUT_OF_REACH: Final = "Kalendarz chwilowo nie odpowiada. Spróbuj za kilka minut.\n"

log = logging.getLogger("mal")
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished feed."""

    version: Version
    ready: Ready


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the client."""

    status: str
    headers: Headers
    body: bytes = b""


class Feeds:
    """The feeds of one application, with what is kept ready."""

    def __init__(self, app: Flask) -> None:
        """Begin with nothing kept."""
        self.builder = Builder(app)
        self.shelf: OrderedDict[Address, Kept] = OrderedDict()
        self.lock = Lock()

    def forget(self) -> None:
        """Drop what is kept, for tests that change the database under the application."""
        with self.lock:
            self.shelf.clear()

    def in_front_of(self, app: "WSGIApplication") -> "WSGIApplication":
        """Answer feeds, and pass everything else on."""

        def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            path = environ["PATH_INFO"]
            answer = self.answer(path, environ) if path.endswith(".ics") else None
            if answer is None:
                return app(environ, start_response)
            start_response(answer.status, answer.headers)
            return [answer.body]

        return layer

    def answer(self, path: str, environ: "WSGIEnvironment") -> Answer | None:
        """Answer a request for a feed, whatever happens; nothing where the path is no feed's."""
        address = address_of(path)
        if address is None:
            return None
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return said("405 METHOD NOT ALLOWED", READ_ONLY, [("Allow", "GET, HEAD")])
        answer = self.read(address, environ)
        if environ["REQUEST_METHOD"] == "HEAD":
            return Answer(answer.status, answer.headers)
        return answer

    def read(self, address: Address, environ: "WSGIEnvironment") -> Answer:
        """Answer somebody who reads."""
        try:
            kept = self.current(address)
        except Unknown:
            return said("404 NOT FOUND", UNKNOWN, HIDDEN if address.secret else [])
        except Gone:
            return said("410 GONE", GONE, HIDDEN)
        except Exception:
            log.exception("a feed can't be made")
            found = self.shelf.get(address)
            if found is None:
                return without_database(environ)
            kept = found
        return shown(kept, environ, private=bool(address.secret))

    def current(self, address: Address) -> Kept:
        """Give the feed as the database stands now, from the shelf if its version is still the same.

        Raises Unknown, Gone, or whatever the database says.
        """
        version = self.builder.version(address)
        kept = self.shelf.get(address)
        if kept is None or kept.version != version:
            built = self.builder.build(address, version)
            kept = Kept(built.version, Ready(built.octets))
            with self.lock:
                self.shelf[address] = kept
                self.shelf.move_to_end(address)
                while len(self.shelf) > MOST_KEPT:
                    self.shelf.popitem(last=False)
        return kept


def init_app(app: Flask) -> None:
    """Answer feeds before any request reaches Flask."""
    feeds = Feeds(app)
    app.extensions[EXTENSION] = feeds
    app.wsgi_app = feeds.in_front_of(app.wsgi_app)  # type: ignore[method-assign, assignment]


def address_of(path: str) -> Address | None:
    """Read which feed a path leads to; none where it is no feed's."""
    if found := PUBLIC.fullmatch(path):
        return Address(found[1] or "", found[2] or "")
    if found := PRIVATE.fullmatch(path):
        return Address(secret=hash_token(found[1]))
    return None


def shown(kept: Kept, environ: "WSGIEnvironment", *, private: bool) -> Answer:
    """Give the octets, or say that the client has them."""
    zipped = conditional.reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    tags = kept.ready.tags(zipped=zipped)
    held = tag_held(environ, tags, kept.version.changed_at)
    headers = [
        ("ETag", held or tags[0]),
        ("Last-Modified", modified(kept.version.changed_at)),
        ("Cache-Control", "private, no-cache" if private else "public, max-age=60, must-revalidate"),
        ("Vary", "Accept-Encoding"),
        *(HIDDEN if private else ()),
    ]
    if held:
        return Answer("304 NOT MODIFIED", headers)
    body = kept.ready.squeezed if zipped else kept.ready.octets
    headers += [("Content-Type", "text/calendar; charset=utf-8"), ("Content-Length", str(len(body)))]
    if zipped:
        headers.append(("Content-Encoding", "gzip"))
    return Answer("200 OK", [*headers, *SECURITY.items()], body)


def tag_held(environ: "WSGIEnvironment", tags: list[str], changed_at: datetime) -> str:
    """Name the representation that the client has already, or none; tags count before dates."""
    given = environ.get("HTTP_IF_NONE_MATCH")
    if given is not None:
        theirs = conditional.tags_of(given)
        return tags[0] if theirs == ["*"] else next((tag for tag in tags if tag in theirs), "")
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return tags[0] if since and conditional.is_known_since(since, changed_at) else ""


def modified(changed_at: datetime) -> str:
    """Write the Last-Modified of an answer."""
    return conditional.http_date(conditional.last_modified(changed_at, clock.now()))


def without_database(environ: "WSGIEnvironment") -> Answer:
    """Answer when nothing is known: keep what you have, or come back."""
    theirs = conditional.tags_of(environ.get("HTTP_IF_NONE_MATCH", ""))
    if theirs and theirs != ["*"]:
        return Answer("304 NOT MODIFIED", [("ETag", theirs[0])])
    return said("404 NOT FOUND", OUT_OF_REACH, [("Retry-After", "120")])


def said(status: str, words: str, headers: Headers) -> Answer:
    """Answer in words, for a person who opened the address in a browser."""
    body = words.encode()
    return Answer(status, [*TEXT, NO_STORE, ("Content-Length", str(len(body))), *headers], body)
