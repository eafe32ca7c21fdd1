"""Whatever the mail server or the database does, no letter is lost, and none is sent twice."""

import threading
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from mal.bookings.states import Step
from mal.notifications import delivery, outbox
from mal.notifications.models import Letter, LetterState
from mal.notifications.retry_delays import MAX_ATTEMPTS, retry_delay
from mal.notifications.transport import SmtpServer, SmtpTransport
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import local_timespan
from tests.factories import days_ahead, make_application, make_approved
from tests.notifications.conftest import mark_all_events_composed
from tests.notifications.smtp_server import (
    ACCEPT_AND_DISCONNECT,
    DISCONNECT,
    NEVER_ANSWER,
    RecordingSmtpServer,
    free_port,
)
from tests.sample_data import FIVE, SEVEN, Town


def make_letter(town: Town) -> Letter:
    """Make exactly one pending letter: staff cancel a date of the choir."""
    application = make_approved(town)
    mark_all_events_composed()
    booking = application.booking
    db.session.add(booking.take(Step.CANCEL, booking.occurrences, by=town.celina, reason="failure"))
    db.session.commit()
    assert outbox.compose_pending(10) == 1
    return db.session.scalars(select(Letter)).one()


def expire_delays_and_leases() -> None:
    """End every retry delay and every lease a second ago."""
    then = clock.now() - timedelta(seconds=1)
    db.session.execute(update(Letter).values(next_try_at=then))
    db.session.execute(update(Letter).where(Letter.leased_until.is_not(None)).values(leased_until=then))
    db.session.commit()


def send(transport: SmtpTransport) -> int:
    answered = delivery.send_due(transport, 100)
    db.session.expire_all()
    return answered


def test_a_sent_letter_is_not_sent_again(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    letter = make_letter(town)
    assert (send(transport), send(transport)) == (1, 0)
    expire_delays_and_leases()
    assert send(transport) == 0
    assert mail_server.message_ids() == [letter.message_id]
    assert (letter.state, letter.attempts, letter.last_error) == (LetterState.SENT, 1, "")
    assert letter.sent_at is not None
    assert letter.leased_until is None


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_batch_uses_one_connection(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    make_application(town)
    outbox.compose_pending(100)
    assert send(transport) == 3
    assert (mail_server.connections, len(mail_server.messages)) == (1, 3)


def test_a_temporary_refusal_is_retried_after_growing_delays(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    letter = make_letter(town)
    mail_server.recipient_replies.extend(["451 Prosze pozniej", "421 Too busy"])
    mail_server.message_replies.append("452 Brak miejsca")
    pauses = []
    for _ in range(3):
        before = clock.now()
        assert send(transport) == 1
        pauses.append((letter.next_try_at - before).total_seconds())
        assert letter.state is LetterState.WAITING
        assert send(transport) == 0
        expire_delays_and_leases()
    assert [round(pause, -1) for pause in pauses] == [30, 120, 600]
    assert letter.last_error == "452 Brak miejsca"
    assert send(transport) == 1
    assert mail_server.message_ids() == [letter.message_id]
    assert (letter.attempts, letter.last_error) == (4, "")


def test_retry_delays_grow_and_end() -> None:
    pauses = [retry_delay(attempts) for attempts in range(1, MAX_ATTEMPTS)]
    known = [pause for pause in pauses if pause is not None]
    assert [pause.total_seconds() for pause in known[:6]] == [30, 120, 600, 1800, 7200, 7200]
    assert timedelta(days=4) < sum(known, timedelta()) < timedelta(days=5)
    assert retry_delay(MAX_ATTEMPTS) is None


def test_a_letter_fails_after_the_last_attempt(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    letter = make_letter(town)
    letter.attempts = MAX_ATTEMPTS - 1
    db.session.commit()
    mail_server.recipient_replies.append("451 Later")
    send(transport)
    assert (letter.state, letter.last_error) == (LetterState.FAILED, "451 Later")
    expire_delays_and_leases()
    assert send(transport) == 0


def test_a_permanent_refusal_is_not_retried(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    make_application(town)
    outbox.compose_pending(100)
    mail_server.recipient_replies.append("550 Nie ma takiej skrzynki")
    assert send(transport) == 3
    failed = db.session.scalars(select(Letter).where(Letter.state == LetterState.FAILED)).one()
    assert failed.last_error == "550 Nie ma takiej skrzynki"
    assert len(mail_server.messages) == 2
    expire_delays_and_leases()
    assert send(transport) == 0


@pytest.mark.parametrize("fault", [DISCONNECT, NEVER_ANSWER])
def test_a_connection_lost_before_the_reply_is_retried(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport, fault: str
) -> None:
    letter = make_letter(town)
    mail_server.message_replies.append(fault)
    assert send(transport) == 0
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 1)
    assert letter.last_error
    mail_server.release.set()
    expire_delays_and_leases()
    assert send(transport) == 1
    assert (mail_server.messages_received, mail_server.message_ids()) == (2, [letter.message_id])


def test_the_one_possible_duplicate_has_the_same_message_id(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    letter = make_letter(town)
    mail_server.message_replies.append(ACCEPT_AND_DISCONNECT)
    send(transport)
    expire_delays_and_leases()
    send(transport)
    assert mail_server.message_ids() == [letter.message_id] * 2
    assert mail_server.messages[0].as_string().partition("\n\n")[0].count("Message-ID") == 1
    assert mail_server.messages[0]["Date"] == mail_server.messages[1]["Date"]


def test_an_unreachable_server_costs_one_attempt(town: Town) -> None:
    letter = make_letter(town)
    nowhere = SmtpTransport(SmtpServer.from_url(f"smtp://127.0.0.1:{free_port()}"), timeout=0.4)
    assert send(nowhere) == 0
    assert letter.state is LetterState.WAITING
    assert "refused" in letter.last_error.lower()


def test_a_leased_letter_is_not_sent_by_another_worker_until_the_lease_ends(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    letter = make_letter(town)
    assert delivery.claim_letter() is not None
    assert send(transport) == 0
    assert timedelta(minutes=9) < (letter.leased_until or clock.now()) - clock.now()
    expire_delays_and_leases()
    assert send(transport) == 1
    assert mail_server.message_ids() == [letter.message_id]


def test_a_worker_that_lost_its_lease_does_not_overwrite_the_next_result(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    letter = make_letter(town)
    slow = delivery.claim_letter()
    assert slow is not None
    expire_delays_and_leases()
    send(transport)
    delivery.record_result(slow, delivery.DeliveryResult(LetterState.WAITING, "451 Later"))
    db.session.expire_all()
    assert letter.state is LetterState.SENT


def test_without_a_mail_server_letters_wait(town: Town) -> None:
    letter = make_letter(town)
    assert delivery.send_due(None, 100) == 0
    db.session.expire_all()
    assert (letter.state, letter.attempts, letter.leased_until) == (LetterState.WAITING, 0, None)


def test_a_malformed_address_fails_and_the_other_letters_are_sent(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    make_application(town)
    outbox.compose_pending(100)
    db.session.execute(update(Letter).where(Letter.kind == "received").values(to_address="anna@@x\r\nBcc: y"))
    db.session.commit()
    send(transport)
    states = [letter.state for letter in db.session.scalars(select(Letter).order_by(Letter.id))]
    assert states == [LetterState.FAILED, LetterState.SENT, LetterState.SENT]
    assert len(mail_server.messages) == 2


def test_a_sent_letter_is_recorded_once_the_database_is_back(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = make_letter(town)
    commit, failures = db.session.commit, [OperationalError("COMMIT", {}, Exception("gone"))] * 2
    monkeypatch.setattr(delivery, "RECORDING_DELAYS", (0, 0, 0))

    def commit_or_fail() -> None:
        if mail_server.messages and failures:
            raise failures.pop()
        commit()

    monkeypatch.setattr(db.session, "commit", commit_or_fail)
    send(transport)
    assert (failures, letter.state) == ([], LetterState.SENT)


FORTY = 40


def make_forty_letters(town: Town) -> None:
    """Make forty events that each call for one letter to the leader."""
    spans = [local_timespan(days_ahead(10 + 7 * week), FIVE, SEVEN) for week in range(FORTY)]
    application = make_approved(town, spans=spans)
    mark_all_events_composed()
    booking = application.booking
    for date in booking.occurrences:
        db.session.add(booking.take(Step.CANCEL, [date], by=town.celina, reason="failure"))
    db.session.commit()


def work_in(
    app: Flask, mail_server: RecordingSmtpServer, ready: threading.Barrier, postponed: dict[int, datetime]
) -> None:
    transport = SmtpTransport(SmtpServer.from_url(mail_server.url), timeout=10)
    with app.app_context():
        ready.wait()
        while outbox.compose_pending(5, postponed):
            pass
        ready.wait()
        while delivery.send_due(transport, 20):
            pass
        db.session.remove()


def test_two_workers_share_forty_letters(in_app: Flask, town: Town, mail_server: RecordingSmtpServer) -> None:
    make_forty_letters(town)
    ready = threading.Barrier(2, timeout=60)
    postponed: dict[int, datetime] = {}
    arguments = (in_app, mail_server, ready, postponed)
    workers = [threading.Thread(target=work_in, args=arguments) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.expire_all()
    assert postponed == {}
    assert len(mail_server.messages) == len(set(mail_server.message_ids())) == FORTY
    rows = db.session.scalars(select(Letter)).all()
    assert [(row.state, row.attempts) for row in rows] == [(LetterState.SENT, 1)] * FORTY


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_polish_text_is_sent_intact(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    title = "Zażółć gęślą jaźń – „Żuraw”, 日本 " + "bardzo długi tytuł " * 8
    town.anna.name = "Żaneta Źdźbło, z chóru"
    make_application(town, title=title.strip(), applicant=db.session.get(Account, town.anna.id))
    outbox.compose_pending(100)
    send(transport)
    [letter] = [each for each in mail_server.messages if "We have" in each["Subject"]]
    assert letter["Subject"] == f"We have your request: {title.strip()}"
    assert letter["To"].addresses[0].display_name == "Żaneta Źdźbło, z chóru"
    assert title.strip() in content(letter, "plain")
    assert "Żuraw" in content(letter, "html")
    assert all(len(line) <= 998 for line in letter.as_bytes().splitlines())


def content(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())
