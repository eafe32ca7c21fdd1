"""What public pages are made of is kept in memory while its version stays the same.

The version is asked of the database by every request (once, of the driver itself), so nobody sees a page that is
older than the last commit, in any process. Only what everyone may see is kept: nothing here knows who is asking.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, Final, ParamSpec, TypeVar, cast

from flask import Flask, Response, current_app, g, render_template, request, session
from flask_babel import get_locale
from markupsafe import Markup

from mal.calendars import conditional
from mal.calendars.conditional import Ready
from mal.calendars.versions import OF_PAGES, Probe
from mal.people.auth import current_account
from mal.shared import clock
from mal.shared.database import db

EXTENSION: Final = "mal.kept"
MOST_KEPT: Final = 200
# A month of a busy town is half a megabyte in memory, and anyone may ask for many.
MOST_OCTETS: Final = 24_000_000
LONGEST_ADDRESS: Final = 200
# The start page says what is free from the next quarter of an hour on.
QUARTER: Final = 15 * 60

P = ParamSpec("P")
T = TypeVar("T")


class Memory:
    """What one application keeps."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.probe: Probe | None = None
        self.shelf: OrderedDict[Hashable, Any] = OrderedDict()
        self.octets = 0
        self.lock = Lock()

    def version(self) -> Hashable:
        """Ask for the version of all public pages."""
        if self.probe is None:
            self.probe = Probe(db.engine, OF_PAGES)
        return self.probe.ask()

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep a value, and let those go that were not asked for the longest: not too many stay, nor too large."""
        with self.lock:
            if key in self.shelf:
                self.octets -= size_of(self.shelf.pop(key))
            self.octets += size_of(value)
            self.shelf[key] = value
            while len(self.shelf) > MOST_KEPT or self.octets > MOST_OCTETS:
                self.octets -= size_of(self.shelf.popitem(last=False)[1])

    def find(self, key: Hashable) -> Any:
        """Give a value that is kept, or none."""
        with self.lock:
            if key in self.shelf:
                self.shelf.move_to_end(key)
            return self.shelf.get(key)

    def forget(self) -> None:
        """Drop everything, for tests that change the database under the application."""
        with self.lock:
            self.shelf.clear()
            self.octets = 0


def size_of(value: Any) -> int:
    """Estimate what a value takes: the texts in it, for nothing else that is kept is large."""
    if isinstance(value, Ready):
        return sys.getsizeof(value.octets)
    if isinstance(value, dict):
        return sum(map(size_of, value.values()))
    return sum(map(size_of, value)) if isinstance(value, (list, tuple)) else sys.getsizeof(value)


def init_app(app: Flask) -> None:
    """Give the application its memory."""
    app.extensions[EXTENSION] = Memory()


def kept(name: Hashable, make: Callable[[], T]) -> T:
    """Give what was made for this version, this day and this language, or make it."""
    memory: Memory = current_app.extensions[EXTENSION]
    if "public_version" not in g:
        g.public_version = memory.version()
    key = (name, g.public_version, str(get_locale()), clock.today())
    found = memory.find(key)
    if found is None:
        found = make()
        memory.keep(key, found)
    return cast("T", found)


def kept_here(make: Callable[[], T]) -> T:
    """Give what was made for this address, or make it: for what depends on nothing but the address."""
    address = request.full_path
    return kept(("here", address), make) if len(address) <= LONGEST_ADDRESS else make()


def drawn(template: str, **context: Any) -> Markup:
    """Draw a part of a page that can be kept; the template has escaped what it was given."""
    return Markup(render_template(template, **context))  # noqa: S704


def whole_for_strangers(view: Callable[P, str]) -> Callable[P, str | Response]:
    """Keep the whole page for everyone who is not signed in and has nothing to be told; it can hold no form to post.

    Only these pages are compressed. A page with somebody's name or with a token in it never is: by the length of what
    was compressed, whoever can add something to it finds out the rest (BREACH).
    """

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> str | Response:
        address = request.full_path
        if current_account() is not None or "_flashes" in session or len(address) > LONGEST_ADDRESS:
            return view(*args, **kwargs)
        quarter = int(clock.now().timestamp()) // QUARTER
        return sent(kept(("whole", address, quarter), lambda: Ready(view(*args, **kwargs).encode())))

    return shown


def sent(page: Ready) -> Response:
    """Send a page as its reader's browser reads it, or say that it is there already."""
    zipped = conditional.reads_gzip(request.headers.get("Accept-Encoding", ""))
    response = Response(page.squeezed if zipped else page.octets, mimetype="text/html")
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    # One weak name for both: they say the same.
    response.set_etag(page.tag, weak=True)
    response.vary.add("Accept-Encoding")
    # Nothing in it is anyone's own, not even where there is a session.
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
