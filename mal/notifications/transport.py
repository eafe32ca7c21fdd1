"""Messages over SMTP; one connection carries a whole batch."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol, Self
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 20.0
PORTS = {"smtp": 25, "smtps": 465}
# Replies about authentication: the settings are wrong rather than the message, so it is worth another attempt.
AUTHENTICATION_REPLIES = frozenset({530, 534, 535, 538})


class MessageRefused(Exception):
    """The server refused one message; it may still accept others."""

    def __init__(self, code: int, reply: bytes | str) -> None:
        """Store the code and the text of the server's reply."""
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        super().__init__(f"{code} {text}")
        self.is_permanent = 500 <= code < 600 and code not in AUTHENTICATION_REPLIES


class ServerUnavailable(Exception):
    """No connection, a broken connection or a failed authentication: no message can be sent now."""


class Transport(Protocol):
    """Something that sends messages in batches."""

    def send(self, message: EmailMessage) -> None:
        """Send one message.

        Raises MessageRefused or ServerUnavailable.
        """

    def close(self) -> None:
        """End the batch."""


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """Address, credentials and encryption of a mail server."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted: bool = False
    starttls: bool = False

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Parse smtp://user:password@host:port?starttls=1, or smtps:// for TLS from the start.

        Raises ValueError without repeating the URL, which may contain a password.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("The mail server's address must look like smtp://host:25 or smtps://host.")
        starttls = parse_qs(parts.query).get("starttls", ["0"])[-1] == "1"
        return cls(
            host=parts.hostname,
            port=parts.port or (587 if starttls else PORTS[parts.scheme]),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            encrypted=parts.scheme == "smtps",
            starttls=starttls,
        )

    def connect(self, timeout: float) -> smtplib.SMTP:
        """Return an open connection, encrypted and authenticated as configured; `timeout` is in seconds.

        Raises OSError, the base class of smtplib's exceptions.
        """
        context = ssl.create_default_context()
        if self.encrypted:
            client: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=timeout, context=context)
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=timeout)
        try:
            if self.starttls:
                client.starttls(context=context)
            if self.user:
                client.login(self.user, self.password)
            client.ehlo_or_helo_if_needed()
        except OSError:
            client.close()
            raise
        return client


class SmtpTransport:
    """A transport that connects with the first message of a batch, and again if the server has hung up."""

    def __init__(self, server: SmtpServer, timeout: float = TIMEOUT_SECONDS) -> None:
        """Prepare a transport without connecting; `timeout` is in seconds."""
        self._server = server
        self._timeout = timeout
        self._client: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Send one message.

        Raises MessageRefused or ServerUnavailable.
        """
        try:
            self._send(self._connected_client(), message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, reply = next(iter(refused.recipients.values()))
            raise MessageRefused(code, reply) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            raise MessageRefused(refused.smtp_code, refused.smtp_error) from None
        except OSError as error:
            self._disconnect()
            raise ServerUnavailable(f"{type(error).__name__}: {error}") from None

    def close(self) -> None:
        """Quit politely and close the connection, if there is one."""
        if self._client is not None:
            with suppress(OSError):
                self._client.quit()
        self._disconnect()

    def _send(self, client: smtplib.SMTP, message: EmailMessage) -> None:
        sender = message["From"].addresses[0].addr_spec
        recipient = message["To"].addresses[0].addr_spec
        if recipient.isascii():
            client.sendmail(sender, [recipient], message.as_bytes(policy=SMTP))
            return
        if not client.has_extn("smtputf8"):
            raise MessageRefused(553, "The mail server cannot write to addresses with such letters.")
        content = message.as_bytes(policy=SMTP.clone(utf8=True))
        client.sendmail(sender, [recipient], content, mail_options=["SMTPUTF8", "BODY=8BITMIME"])

    def _connected_client(self) -> smtplib.SMTP:
        """Return the client of this batch, connected anew if the server has hung up meanwhile."""
        if self._client is not None and not self._is_connected(self._client):
            self._disconnect()
        if self._client is None:
            self._client = self._server.connect(self._timeout)
        return self._client

    @staticmethod
    def _is_connected(client: smtplib.SMTP) -> bool:
        with suppress(smtplib.SMTPServerDisconnected):
            return client.noop()[0] == 250
        return False

    def _disconnect(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
