"""The way to the mail server; one connection carries a whole batch."""

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
# The server wants a (better) sign-in: our settings are at fault, not the letter.
OUR_FAULT = frozenset({530, 534, 535, 538})


class MessageRefused(Exception):
    """The server answered no to one letter."""

    def __init__(self, code: int, words: bytes | str) -> None:
        """Keep what the server said."""
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        super().__init__(f"{code} {said}")
        self.is_permanent = 500 <= code < 600 and code not in OUR_FAULT


class ServerUnavailable(Exception):
    """The server could not be reached, or the line broke, or it did not let us in."""


class Transport(Protocol):
    """Whatever takes letters away."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one message.

        Raises Refused or OutOfReach.
        """

    def close(self) -> None:
        """End the batch."""


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """Where the mail server is and how to sign in there."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted: bool = False
    starttls: bool = False

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read an address: smtp://user:password@host:port?starttls=1, or smtps for a line encrypted at once.

        Raises ValueError without repeating the address, which may hold a password.
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
        """Open a line, encrypt it and sign in as the address says.

        Raises OSError, of which smtplib's own exceptions are a kind.
        """
        context = ssl.create_default_context()
        if self.encrypted:
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=timeout, context=context)
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=timeout)
        try:
            if self.starttls:
                line.starttls(context=context)
            if self.user:
                line.login(self.user, self.password)
            line.ehlo_or_helo_if_needed()
        except OSError:
            line.close()
            raise
        return line


class SmtpTransport:
    """Letters over SMTP."""

    def __init__(self, server: SmtpServer, timeout: float = TIMEOUT_SECONDS) -> None:
        """Keep where to; the line is opened with the first letter."""
        self._server = server
        self._timeout = timeout
        self._line: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand over one message.

        Raises Refused or OutOfReach.
        """
        try:
            self._hand_over(self._open_line(), message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            raise MessageRefused(code, words) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            raise MessageRefused(refused.smtp_code, refused.smtp_error) from None
        except OSError as broken:
            self._drop()
            raise ServerUnavailable(f"{type(broken).__name__}: {broken}") from None

    def _hand_over(self, line: smtplib.SMTP, message: EmailMessage) -> None:
        sender = message["From"].addresses[0].addr_spec
        receiver = message["To"].addresses[0].addr_spec
        if receiver.isascii():
            line.sendmail(sender, [receiver], message.as_bytes(policy=SMTP))
            return
        if not line.has_extn("smtputf8"):
            raise MessageRefused(553, "The mail server cannot write to addresses with such letters.")
        letter = message.as_bytes(policy=SMTP.clone(utf8=True))
        line.sendmail(sender, [receiver], letter, mail_options=["SMTPUTF8", "BODY=8BITMIME"])

    def _open_line(self) -> smtplib.SMTP:
        """Give the line of this batch, or a new one where the server has hung up meanwhile."""
        if self._line is not None and not self._is_alive(self._line):
            self._drop()
        if self._line is None:
            self._line = self._server.connect(self._timeout)
        return self._line

    @staticmethod
    def _is_alive(line: smtplib.SMTP) -> bool:
        with suppress(smtplib.SMTPServerDisconnected):
            return line.noop()[0] == 250
        return False

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def close(self) -> None:
        """Say goodbye at the end of a batch."""
        if self._line is not None:
            with suppress(OSError):
                self._line.quit()
        self._drop()
