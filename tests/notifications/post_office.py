"""A mail server of our own on the loopback, which can be told to misbehave."""
# ruff: noqa: ARG002, N802 - the names of the methods and what they are given are aiosmtpd's

import asyncio
import email
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from threading import Event
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"
HANG_UP = "hang up"
ACCEPT_AND_HANG_UP = "accept and hang up"
NEVER_ANSWER = "never answer"
ACCEPT_BUT_NEVER_ANSWER = "accept but never answer"


class PostOffice:
    """What the server was given, and what it is to answer next."""

    def __init__(self) -> None:
        self.delivered: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.to_receivers: deque[str] = deque()
        self.to_letters: deque[str] = deque()
        self.letters_seen = 0
        self.lines_opened = 0
        self.is_holding = Event()
        self.release = Event()
        self.url = ""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who comes in."""
        self.lines_opened += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer for a receiver."""
        answer = self.to_receivers.popleft() if self.to_receivers else OK
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer for a letter."""
        self.letters_seen += 1
        answer = self.to_letters.popleft() if self.to_letters else OK
        if answer in {OK, ACCEPT_AND_HANG_UP, ACCEPT_BUT_NEVER_ANSWER}:
            self.keep(envelope)
        if answer in {NEVER_ANSWER, ACCEPT_BUT_NEVER_ANSWER}:
            self.is_holding.set()
            while not self.release.is_set():
                await asyncio.sleep(0.01)
            answer = HANG_UP
        if answer in {HANG_UP, ACCEPT_AND_HANG_UP}:
            cast("asyncio.Transport", server.transport).abort()
            return OK
        return answer

    def keep(self, envelope: Envelope) -> None:
        """Put a letter into the box."""
        content = cast("bytes", envelope.original_content)
        letter = email.message_from_bytes(content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.delivered.append(letter)
        self.receivers += envelope.rcpt_tos

    def subjects(self, address: str | None = None) -> list[str]:
        """List the subjects of what has arrived, of all or for one address."""
        return [
            str(letter["Subject"])
            for letter in self.delivered
            if address is None or letter["To"].addresses[0].addr_spec == address
        ]

    def message_ids(self) -> list[str]:
        """List the Message-IDs of what has arrived."""
        return [str(letter["Message-ID"]) for letter in self.delivered]


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def open_office(**options: Any) -> Iterator[PostOffice]:
    """Run the server while the test needs it; the options are aiosmtpd's."""
    office, port = PostOffice(), free_port()
    options = {"enable_SMTPUTF8": False} | options
    controller = Controller(office, hostname="127.0.0.1", port=port, ready_timeout=10, **options)
    controller.start()
    office.url = f"smtp://127.0.0.1:{port}"
    try:
        yield office
    finally:
        office.release.set()
        controller.stop()
