"""The address of the mail server says how to reach it, and nothing goes another way."""

from contextlib import closing
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mal.notifications.transport import MessageRefused, ServerUnavailable, SmtpServer, SmtpTransport
from tests.notifications.post_office import HANG_UP, PostOffice, open_office


def a_message(to: str = "anna@example.org") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "mal@example.org", to, "Próba"
    message.set_content("Dzień dobry!")
    return message


@pytest.mark.parametrize(
    ("url", "said"),
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
def test_an_address_is_read(url: str, said: tuple[object, ...]) -> None:
    server = SmtpServer.from_url(url)
    found = (server.host, server.port, server.user, server.password, server.encrypted, server.starttls)
    assert found == said
    assert "p/q#" not in repr(server)


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://x:y@:25"])
def test_an_address_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must look like"):
        SmtpServer.from_url(url)


def test_no_letter_goes_in_the_clear_where_encryption_is_asked_for(office: PostOffice) -> None:
    transport = SmtpTransport(SmtpServer.from_url(f"{office.url}?starttls=1"), timeout=2)
    with pytest.raises(ServerUnavailable, match="STARTTLS"):
        transport.send(a_message())
    assert office.letters_seen == 0


def authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"mal", b"s3cret"), handled=False)


def send_by(url: str, to: str = "anna@example.org") -> None:
    with closing(SmtpTransport(SmtpServer.from_url(url), timeout=5)) as transport:
        transport.send(a_message(to))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_is_our_fault_and_no_letters() -> None:
    with open_office(authenticator=authenticate, auth_require_tls=False, auth_required=True) as office:
        send_by(office.url.replace("//", "//mal:s3cret@"))
        with pytest.raises(ServerUnavailable, match="535") as wrong:
            send_by(office.url.replace("//", "//mal:gue55@"))
        with pytest.raises(MessageRefused) as missing:
            send_by(office.url)
    assert "gue55" not in str(wrong.value)
    assert not missing.value.is_permanent
    assert len(office.delivered) == 1


def test_a_server_that_hung_up_between_two_letters_is_called_again(
    office: PostOffice, transport: SmtpTransport
) -> None:
    office.to_letters.extend(["250 OK", HANG_UP])
    transport.send(a_message())
    with pytest.raises(ServerUnavailable):
        transport.send(a_message())
    transport.send(a_message())
    assert (office.lines_opened, len(office.delivered)) == (2, 2)
    transport.close()


def test_an_address_in_letters_of_its_own_is_refused_where_the_server_cannot(
    transport: SmtpTransport,
) -> None:
    with pytest.raises(MessageRefused, match="such letters") as no, closing(transport):
        transport.send(a_message("łukasz@example.org"))
    assert no.value.is_permanent


def test_an_address_in_letters_of_its_own_is_written_to_where_the_server_can() -> None:
    with open_office(enable_SMTPUTF8=True) as office:
        send_by(office.url, to="łukasz@example.org")
    assert office.receivers == ["łukasz@example.org"]
