"""What is measured: each page, who asks for it, and how near to a bare view it has to come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from mal.shared import clock
from mal.shared.timespan import WARSAW
from tests.bench.client import Asking
from tests.bench.stage import HALF_AN_HOUR, PASSWORD, STAFF, Slot, Stage

BARE = "bare view"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FEED, FEED_OF_A_SITE = "/kalendarz.ics", "/kalendarz/brzozowa.ics"
# What programs that subscribe send.
SQUEEZED = ("Accept-Encoding", "gzip")
DETAILS = "/wnioski/nowy/opis"


@dataclass(frozen=True)
class Page:
    """One line of the table."""

    name: str
    askings: list[Asking]
    target: float | None = None
    once: bool = False


class Visitor:
    """Somebody's browser, inside this process: to sign in and to read what forms hide."""

    def __init__(self, app: Flask, email: str) -> None:
        """Sign in."""
        self.client: FlaskClient = app.test_client()
        form = {"email": email, "password": PASSWORD, "csrf_token": self.token("/logowanie")}
        assert self.client.post("/logowanie", data=form).status_code == 303, f"{email} can't sign in"
        # The first page after signing in gives the cookie its token for forms.
        self.client.get("/kalendarz/")

    def token(self, path: str) -> str:
        """Read the token of the forms of a page."""
        found = TOKEN.search(self.client.get(path).get_data(as_text=True))
        assert found, f"no form on {path}"
        return found[1]

    @property
    def cookie(self) -> tuple[str, str]:
        """Give the header that says who this is."""
        kept = self.client.get_cookie("mal")
        assert kept
        return "Cookie", f"mal={kept.value}"


def pages_of(app: Flask, stage: Stage) -> list[Page]:
    """List what is measured."""
    staff = (Visitor(app, STAFF).cookie,)
    day = clock.today() + timedelta(days=14)
    wish = urlencode({"data": day.isoformat(), "od": "17:00", "do": "19:00", "osob": 10, "co": "0"})
    tag = app.test_client().get(FEED).headers["ETag"]
    known = (("If-None-Match", tag),)
    return [
        Page(BARE, [Asking("GET", "/bare/")]),
        Page("week of all rooms, stranger", [Asking("GET", "/kalendarz/")], 0.30),
        Page("week of all rooms, staff", [Asking("GET", "/kalendarz/", staff)], 0.10),
        Page("week drawn anew, stranger", [Asking("GET", "/fresh/kalendarz/")], 0.10),
        Page("week drawn anew, staff", [Asking("GET", "/fresh/kalendarz/", staff)], 0.10),
        Page("room page", [Asking("GET", "/miejsca/brzozowa/sala-duza")]),
        Page("start page", [Asking("GET", "/")]),
        Page(f"staff queue, {stage.waiting} waiting", [Asking("GET", "/praca/wnioski", staff)]),
        Page("feed of a site 200, unchanged", [Asking("GET", FEED_OF_A_SITE)], 0.60),
        Page("feed of all 200, unchanged", [Asking("GET", FEED)], 0.60),
        Page("the same, squeezed", [Asking("GET", FEED, (SQUEEZED,))], 0.60),
        Page("feed 304", [Asking("GET", FEED, known, status=304)], 0.50),
        Page("free-room search", [Asking("GET", f"/wnioski/nowy/sale?{wish}")], 0.20),
        Page("sending an application", list(sendings(app, stage)), 0.10, once=True),
    ]


def sendings(app: Flask, stage: Stage) -> Iterator[Asking]:
    """Write out every application that the leaders have to send."""
    cookies, tokens = {}, {}
    for leader in stage.leaders:
        visitor = Visitor(app, leader.email)
        first = next(slot for slot in stage.slots if slot.leader == leader)
        tokens[leader.email] = visitor.token(address_of(first))
        cookies[leader.email] = visitor.cookie
    for slot in stage.slots:
        email = slot.leader.email
        yield Asking("POST", address_of(slot), (cookies[email],), body_of(slot, tokens[email]), status=303)


def address_of(slot: Slot) -> str:
    """Give the address of the last page of asking for a free half-hour."""
    start = slot.start.astimezone(WARSAW)
    day = start.date().isoformat()
    wish = {
        "data": day,
        "od": f"{start:%H:%M}",
        "do": f"{start + HALF_AN_HOUR:%H:%M}",
        "osob": 5,
        "co": "0",
        "sala": slot.room_id,
        "termin": day,
    }
    return f"{DETAILS}?{urlencode(wish)}"


def body_of(slot: Slot, token: str) -> str:
    """Fill in the form."""
    return urlencode(
        {
            "csrf_token": token,
            "form_key": uuid4().hex,
            "group": slot.leader.group_id,
            "title": "Próba przed festynem",
            "activity": "meeting",
            "audience": "adults",
            "visibility": "open",
            "purpose": "Spotykamy się, żeby ćwiczyć razem.",
        }
    )
