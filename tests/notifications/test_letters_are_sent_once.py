"""Whatever the mail server does, a letter is neither lost nor sent twice."""

import threading
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from mal.bookings.models import BookingEvent
from mal.bookings.states import Step
from mal.notifications import composer, outbox
from mal.notifications.models import Letter, LetterState
from mal.notifications.retry_delays import MAX_ATTEMPTS, retry_delay
from mal.notifications.transport import SmtpServer, SmtpTransport
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.timespan import local_timespan
from tests.cast import FIVE, SEVEN, Town
from tests.factories import days_ahead, make_application, make_approved
from tests.notifications.conftest import tell_nobody_so_far
from tests.notifications.post_office import (
    ACCEPT_AND_HANG_UP,
    HANG_UP,
    NEVER_ANSWER,
    PostOffice,
    free_port,
)


def one_letter(town: Town) -> Letter:
    """Have exactly one letter waiting: staff call off a date of the choir."""
    application = make_approved(town)
    tell_nobody_so_far()
    booking = application.booking
    db.session.add(booking.take(Step.CANCEL, booking.occurrences, by=town.celina, reason="failure"))
    db.session.commit()
    assert outbox.compose_pending(10) == 1
    return db.session.scalars(select(Letter)).one()


def let_time_pass() -> None:
    """Let every pause and every lease be over."""
    then = clock.now() - timedelta(seconds=1)
    db.session.execute(update(Letter).values(next_try_at=then))
    db.session.execute(update(Letter).where(Letter.leased_until.is_not(None)).values(leased_until=then))
    db.session.commit()


def send(transport: SmtpTransport) -> int:
    answered = outbox.send_due(transport, 100)
    db.session.expire_all()
    return answered


def test_a_sent_letter_is_not_sent_again(town: Town, office: PostOffice, transport: SmtpTransport) -> None:
    letter = one_letter(town)
    assert (send(transport), send(transport)) == (1, 0)
    let_time_pass()
    assert send(transport) == 0
    assert office.message_ids() == [letter.message_id]
    assert (letter.state, letter.attempts, letter.last_error) == (LetterState.SENT, 1, "")
    assert letter.sent_at is not None
    assert letter.leased_until is None


def test_a_step_is_told_once(town: Town) -> None:
    make_application(town)
    assert outbox.compose_pending(100) == 1
    assert outbox.compose_pending(100) == 0
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 3


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_one_line_carries_a_batch(town: Town, office: PostOffice, transport: SmtpTransport) -> None:
    make_application(town)
    outbox.compose_pending(100)
    assert send(transport) == 3
    assert (office.lines_opened, len(office.delivered)) == (1, 3)


def test_a_temporary_no_is_tried_again_after_growing_pauses(
    town: Town, office: PostOffice, transport: SmtpTransport
) -> None:
    letter = one_letter(town)
    office.to_receivers.extend(["451 Prosze pozniej", "421 Too busy"])
    office.to_letters.append("452 Brak miejsca")
    pauses = []
    for _ in range(3):
        before = clock.now()
        assert send(transport) == 1
        pauses.append((letter.next_try_at - before).total_seconds())
        assert letter.state is LetterState.WAITING
        assert send(transport) == 0
        let_time_pass()
    assert [round(pause, -1) for pause in pauses] == [30, 120, 600]
    assert letter.last_error == "452 Brak miejsca"
    assert send(transport) == 1
    assert office.message_ids() == [letter.message_id]
    assert (letter.attempts, letter.last_error) == (4, "")


def test_pauses_grow_and_patience_ends() -> None:
    pauses = [retry_delay(attempts) for attempts in range(1, MAX_ATTEMPTS)]
    known = [pause for pause in pauses if pause is not None]
    assert [pause.total_seconds() for pause in known[:6]] == [30, 120, 600, 1800, 7200, 7200]
    assert timedelta(days=4) < sum(known, timedelta()) < timedelta(days=5)
    assert retry_delay(MAX_ATTEMPTS) is None


def test_after_the_last_attempt_a_letter_has_failed(
    town: Town, office: PostOffice, transport: SmtpTransport
) -> None:
    letter = one_letter(town)
    letter.attempts = MAX_ATTEMPTS - 1
    db.session.commit()
    office.to_receivers.append("451 Later")
    send(transport)
    assert (letter.state, letter.last_error) == (LetterState.FAILED, "451 Later")
    let_time_pass()
    assert send(transport) == 0


def test_a_final_no_is_final_at_once(town: Town, office: PostOffice, transport: SmtpTransport) -> None:
    make_application(town)
    outbox.compose_pending(100)
    office.to_receivers.append("550 Nie ma takiej skrzynki")
    assert send(transport) == 3
    failed = db.session.scalars(select(Letter).where(Letter.state == LetterState.FAILED)).one()
    assert failed.last_error == "550 Nie ma takiej skrzynki"
    assert len(office.delivered) == 2
    let_time_pass()
    assert send(transport) == 0


@pytest.mark.parametrize("fault", [HANG_UP, NEVER_ANSWER])
def test_a_line_that_breaks_before_the_answer_means_another_try(
    town: Town, office: PostOffice, transport: SmtpTransport, fault: str
) -> None:
    letter = one_letter(town)
    office.to_letters.append(fault)
    assert send(transport) == 0
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 1)
    assert letter.last_error
    office.release.set()
    let_time_pass()
    assert send(transport) == 1
    assert (office.letters_seen, office.message_ids()) == (2, [letter.message_id])


def test_the_only_repetition_carries_the_same_message_id(
    town: Town, office: PostOffice, transport: SmtpTransport
) -> None:
    letter = one_letter(town)
    office.to_letters.append(ACCEPT_AND_HANG_UP)
    send(transport)
    let_time_pass()
    send(transport)
    assert office.message_ids() == [letter.message_id] * 2
    assert office.delivered[0].as_string().partition("\n\n")[0].count("Message-ID") == 1
    assert office.delivered[0]["Date"] == office.delivered[1]["Date"]


def test_a_server_that_is_away_costs_one_try_and_no_letter(town: Town) -> None:
    letter = one_letter(town)
    nowhere = SmtpTransport(SmtpServer.from_url(f"smtp://127.0.0.1:{free_port()}"), timeout=0.4)
    assert send(nowhere) == 0
    assert letter.state is LetterState.WAITING
    assert "refused" in letter.last_error.lower()


def test_what_another_worker_holds_is_left_alone_until_the_lease_is_over(
    town: Town, office: PostOffice, transport: SmtpTransport
) -> None:
    letter = one_letter(town)
    assert outbox.claim_letter() is not None
    assert send(transport) == 0
    assert timedelta(minutes=9) < (letter.leased_until or clock.now()) - clock.now()
    let_time_pass()
    assert send(transport) == 1
    assert office.message_ids() == [letter.message_id]


def test_whoever_lost_a_lease_does_not_undo_what_the_next_did(
    town: Town, office: PostOffice, transport: SmtpTransport
) -> None:
    letter = one_letter(town)
    slow = outbox.claim_letter()
    assert slow is not None
    let_time_pass()
    send(transport)
    outbox.record_result(slow, outbox.DeliveryResult(LetterState.WAITING, "451 Later"))
    db.session.expire_all()
    assert letter.state is LetterState.SENT


def test_without_a_mail_server_letters_wait(town: Town) -> None:
    letter = one_letter(town)
    assert outbox.send_due(None, 100) == 0
    db.session.expire_all()
    assert (letter.state, letter.attempts, letter.leased_until) == (LetterState.WAITING, 0, None)


def test_a_broken_address_fails_and_the_others_go(
    town: Town, office: PostOffice, transport: SmtpTransport
) -> None:
    make_application(town)
    outbox.compose_pending(100)
    db.session.execute(update(Letter).where(Letter.kind == "received").values(to_address="anna@@x\r\nBcc: y"))
    db.session.commit()
    send(transport)
    states = [letter.state for letter in db.session.scalars(select(Letter).order_by(Letter.id))]
    assert states == [LetterState.FAILED, LetterState.SENT, LetterState.SENT]
    assert len(office.delivered) == 2


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Ids of steps whose letters can't be written."""
    stones: set[int] = set()
    write = composer.compose_letters

    def compose_letters(event_id: int) -> list[composer.ComposedLetter]:
        if event_id in stones:
            raise ValueError("a stone in the way")
        return write(event_id)

    monkeypatch.setattr(composer, "compose_letters", of_event)
    return stones


def test_a_step_that_cannot_be_told_holds_up_nobody(town: Town, stumbling: set[int]) -> None:
    for _ in range(3):
        make_application(town)
    ids = list(db.session.scalars(select(BookingEvent.id).order_by(BookingEvent.id)))
    stumbling.add(ids[0])
    resting: dict[int, datetime] = {}
    assert [outbox.compose_pending(1, resting) for _ in range(4)] == [0, 1, 1, 0]
    untold = db.session.scalars(select(BookingEvent.id).where(BookingEvent.composed_at.is_(None))).all()
    assert untold == [ids[0]]
    stumbling.clear()
    resting[ids[0]] = clock.now()
    assert (outbox.compose_pending(1, resting), resting) == (1, {})


def test_a_database_that_is_away_is_not_the_fault_of_a_step(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_application(town)

    def away(_event_id: int) -> list[composer.ComposedLetter]:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(composer, "compose_letters", away)
    resting: dict[int, datetime] = {}
    with pytest.raises(OperationalError):
        outbox.compose_pending(10, resting)
    assert resting == {}


def test_what_is_sent_is_written_down_even_if_the_database_blinks(
    town: Town, office: PostOffice, transport: SmtpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = one_letter(town)
    commit, blinks = db.session.commit, [OperationalError("COMMIT", {}, Exception("gone"))] * 2
    monkeypatch.setattr(outbox, "SETTLING_PAUSES", (0, 0, 0))

    def commit_or_blink() -> None:
        if office.delivered and blinks:
            raise blinks.pop()
        commit()

    monkeypatch.setattr(db.session, "commit", commit_or_blink)
    send(transport)
    assert (blinks, letter.state) == ([], LetterState.SENT)


FORTY = 40


def forty_letters(town: Town) -> None:
    """Have forty steps that concern the leader alone."""
    spans = [local_timespan(days_ahead(10 + 7 * week), FIVE, SEVEN) for week in range(FORTY)]
    application = make_approved(town, spans=spans)
    tell_nobody_so_far()
    booking = application.booking
    for date in booking.occurrences:
        db.session.add(booking.take(Step.CANCEL, [date], by=town.celina, reason="failure"))
    db.session.commit()


def work_in(app: Flask, office: PostOffice, ready: threading.Barrier, stumbled: dict[int, datetime]) -> None:
    transport = SmtpTransport(SmtpServer.from_url(office.url), timeout=10)
    with app.app_context():
        ready.wait()
        while outbox.compose_pending(5, stumbled):
            pass
        ready.wait()
        while outbox.send_due(transport, 20):
            pass
        db.session.remove()


def test_two_workers_share_forty_steps(in_app: Flask, town: Town, office: PostOffice) -> None:
    forty_letters(town)
    ready = threading.Barrier(2, timeout=60)
    stumbled: dict[int, datetime] = {}
    arguments = (in_app, office, ready, stumbled)
    workers = [threading.Thread(target=work_in, args=arguments) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.expire_all()
    assert stumbled == {}
    assert len(office.delivered) == len(set(office.message_ids())) == FORTY
    rows = db.session.scalars(select(Letter)).all()
    assert [(row.state, row.attempts) for row in rows] == [(LetterState.SENT, 1)] * FORTY


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_polish_letters_survive_the_wire(town: Town, office: PostOffice, transport: SmtpTransport) -> None:
    title = "Zażółć gęślą jaźń – „Żuraw”, 日本 " + "bardzo długi tytuł " * 8
    town.anna.name = "Żaneta Źdźbło, z chóru"
    make_application(town, title=title.strip(), applicant=db.session.get(Account, town.anna.id))
    outbox.compose_pending(100)
    send(transport)
    [letter] = [each for each in office.delivered if "We have" in each["Subject"]]
    assert letter["Subject"] == f"We have your request: {title.strip()}"
    assert letter["To"].addresses[0].display_name == "Żaneta Źdźbło, z chóru"
    assert title.strip() in content(letter, "plain")
    assert "Żuraw" in content(letter, "html")
    assert all(len(line) <= 998 for line in letter.as_bytes().splitlines())


def content(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())
