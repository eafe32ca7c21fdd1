"""Fixtures of the tests of letters."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from mal.bookings.models import BookingEvent
from mal.notifications.transport import SmtpServer, SmtpTransport
from mal.shared import clock
from mal.shared.database import db
from tests.notifications.smtp_server import RecordingSmtpServer, smtp_server_running
from tests.sample_data import Town, make_town


@pytest.fixture
def mail_server() -> Iterator[RecordingSmtpServer]:
    """A mail server on the loopback interface that records what it receives."""
    with smtp_server_running() as mail_server:
        yield mail_server


@pytest.fixture
def transport(mail_server: RecordingSmtpServer) -> SmtpTransport:
    """A transport to that server with a short timeout."""
    return SmtpTransport(SmtpServer.from_url(mail_server.url), timeout=0.4)


@pytest.fixture
def town(in_app: Flask) -> Town:
    """The sample people, groups and rooms."""
    return make_town()


def mark_all_events_composed() -> None:
    """Mark all events so far as having had their letters."""
    db.session.execute(update(BookingEvent).values(composed_at=clock.now()))
    db.session.commit()
