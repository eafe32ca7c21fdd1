"""A mail server on the loopback interface that records messages and can be told to misbehave."""
# ruff: noqa: ARG002, N802 - the names and parameters of the methods are aiosmtpd's

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
DISCONNECT = "disconnect"
ACCEPT_AND_DISCONNECT = "accept and disconnect"
NEVER_ANSWER = "never answer"
ACCEPT_BUT_NEVER_ANSWER = "accept but never answer"


class RecordingSmtpServer:
    """Records messages; replies are taken from two queues, and are positive once these are empty."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.recipient_replies: deque[str] = deque()
        self.message_replies: deque[str] = deque()
        self.messages_received = 0
        self.connections = 0
        self.is_waiting = Event()
        self.release = Event()
        self.url = ""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count a connection."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Reply to a recipient."""
        answer = self.recipient_replies.popleft() if self.recipient_replies else OK
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Reply to a message."""
        self.messages_received += 1
        answer = self.message_replies.popleft() if self.message_replies else OK
        if answer in {OK, ACCEPT_AND_DISCONNECT, ACCEPT_BUT_NEVER_ANSWER}:
            self.record(envelope)
        if answer in {NEVER_ANSWER, ACCEPT_BUT_NEVER_ANSWER}:
            self.is_waiting.set()
            while not self.release.is_set():
                await asyncio.sleep(0.01)
            answer = DISCONNECT
        if answer in {DISCONNECT, ACCEPT_AND_DISCONNECT}:
            cast("asyncio.Transport", server.transport).abort()
            return OK
        return answer

    def record(self, envelope: Envelope) -> None:
        """Record a message."""
        content = cast("bytes", envelope.original_content)
        letter = email.message_from_bytes(content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.messages.append(letter)
        self.recipients += envelope.rcpt_tos

    def subjects(self, address: str | None = None) -> list[str]:
        """Return the subjects of recorded messages, of all or to one address."""
        return [
            str(letter["Subject"])
            for letter in self.messages
            if address is None or letter["To"].addresses[0].addr_spec == address
        ]

    def message_ids(self) -> list[str]:
        """Return the Message-IDs of recorded messages."""
        return [str(letter["Message-ID"]) for letter in self.messages]


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def smtp_server_running(**options: Any) -> Iterator[RecordingSmtpServer]:
    """Run the server during a block; the options are those of aiosmtpd's controller."""
    mail_server, port = RecordingSmtpServer(), free_port()
    options = {"enable_SMTPUTF8": False} | options
    controller = Controller(mail_server, hostname="127.0.0.1", port=port, ready_timeout=10, **options)
    controller.start()
    mail_server.url = f"smtp://127.0.0.1:{port}"
    try:
        yield mail_server
    finally:
        mail_server.release.set()
        controller.stop()
