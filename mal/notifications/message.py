"""A letter as an e-mail message."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr


@dataclass(frozen=True, kw_only=True)
class OutgoingMessage:
    """Headers and bodies of a message; equal values make an identical message at every attempt.

    `sender` is an address with a display name, as in a From header.
    """

    sender: str
    to_name: str
    to_address: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    written_at: datetime

    def to_email(self) -> EmailMessage:
        """Return the message with a plain-text and an HTML part.

        Raises ValueError or HeaderParseError for a header with a line break or a malformed address.
        """
        name, address = parseaddr(self.sender)
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(self.to_name, addr_spec=self.to_address)
        if self.reply_to:
            message["Reply-To"] = Address(addr_spec=self.reply_to)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.written_at)
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text, cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", cte="quoted-printable")
        return message
