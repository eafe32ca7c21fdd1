"""What the tests of letters share."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from mal.bookings.models import BookingEvent
from mal.notifications.transport import SmtpServer, SmtpTransport
from mal.shared import clock
from mal.shared.database import db
from tests.cast import Town, make_town
from tests.notifications.post_office import PostOffice, open_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server."""
    with open_office() as office:
        yield office


@pytest.fixture
def transport(office: PostOffice) -> SmtpTransport:
    """The way to that server; it loses patience soon."""
    return SmtpTransport(SmtpServer.from_url(office.url), timeout=0.4)


@pytest.fixture
def town(in_app: Flask) -> Town:
    """The small town."""
    return make_town()


def tell_nobody_so_far() -> None:
    """Mark all that has happened as told."""
    db.session.execute(update(BookingEvent).values(composed_at=clock.now()))
    db.session.commit()
