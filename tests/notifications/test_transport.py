"""The SMTP URL decides host, port, encryption and credentials of every connection."""

from contextlib import closing
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mal.notifications.transport import MessageRefused, ServerUnavailable, SmtpServer, SmtpTransport
from tests.notifications.smtp_server import DISCONNECT, RecordingSmtpServer, smtp_server_running


def make_message(to: str = "anna@example.org") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "mal@example.org", to, "Próba"
    message.set_content("Dzień dobry!")
    return message


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp://mail.example.org?starttls=1", ("mail.example.org", 587, "", "", False, True)),
        ("smtp://mail.example.org:2525/?starttls=0", ("mail.example.org", 2525, "", "", False, False)),
        (
            "smtps://mal%40example.org:p%2Fq%23@mail.example.org",
            ("mail.example.org", 465, "mal@example.org", "p/q#", True, False),
        ),
    ],
)
def test_an_smtp_url_is_parsed(url: str, expected: tuple[object, ...]) -> None:
    server = SmtpServer.from_url(url)
    found = (server.host, server.port, server.user, server.password, server.encrypted, server.starttls)
    assert found == expected
    assert "p/q#" not in repr(server)


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://x:y@:25"])
def test_a_malformed_smtp_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must look like"):
        SmtpServer.from_url(url)


def test_nothing_is_sent_unencrypted_if_starttls_is_configured_and_missing(
    mail_server: RecordingSmtpServer,
) -> None:
    transport = SmtpTransport(SmtpServer.from_url(f"{mail_server.url}?starttls=1"), timeout=2)
    with pytest.raises(ServerUnavailable, match="STARTTLS"):
        transport.send(make_message())
    assert mail_server.messages_received == 0


def authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"mal", b"s3cret"), handled=False)


def send_through(url: str, to: str = "anna@example.org") -> None:
    with closing(SmtpTransport(SmtpServer.from_url(url), timeout=5)) as transport:
        transport.send(make_message(to))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_failed_authentication_is_temporary() -> None:
    with smtp_server_running(
        authenticator=authenticate, auth_require_tls=False, auth_required=True
    ) as mail_server:
        send_through(mail_server.url.replace("//", "//mal:s3cret@"))
        with pytest.raises(ServerUnavailable, match="535") as wrong:
            send_through(mail_server.url.replace("//", "//mal:gue55@"))
        with pytest.raises(MessageRefused) as missing:
            send_through(mail_server.url)
    assert "gue55" not in str(wrong.value)
    assert not missing.value.is_permanent
    assert len(mail_server.messages) == 1


def test_a_closed_connection_is_reopened_for_the_next_message(
    mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    mail_server.message_replies.extend(["250 OK", DISCONNECT])
    transport.send(make_message())
    with pytest.raises(ServerUnavailable):
        transport.send(make_message())
    transport.send(make_message())
    assert (mail_server.connections, len(mail_server.messages)) == (2, 2)
    transport.close()


def test_a_non_ascii_address_is_refused_without_smtputf8(
    transport: SmtpTransport,
) -> None:
    with pytest.raises(MessageRefused, match="such letters") as no, closing(transport):
        transport.send(make_message("łukasz@example.org"))
    assert no.value.is_permanent


def test_a_non_ascii_address_is_sent_to_with_smtputf8() -> None:
    with smtp_server_running(enable_SMTPUTF8=True) as mail_server:
        send_through(mail_server.url, to="łukasz@example.org")
    assert mail_server.recipients == ["łukasz@example.org"]
