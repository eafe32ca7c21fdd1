"""Two taps on the same button, served by two threads at once."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from mal.bookings.models import Booking
from mal.people.models import Group
from mal.shared.database import db
from tests.client import Browser, settle_outer_session
from tests.factories import days_ahead
from tests.sample_data import PASSWORD, make_town


@pytest.mark.parametrize("group", ["new", "known"])
def test_two_taps_at_once_make_one_booking(in_app: Flask, browser: Browser, group: str) -> None:
    town = make_town()
    page = browser.sign_in("celina@example.org", PASSWORD).get("phone_booking.new")
    data = {
        "csrf_token": str(page.one("main input[name=csrf_token]")["value"]),
        "form_key": "k" * 32,
        "group": "new" if group == "new" else str(town.chess.id),
        "new_name": "Sąsiedzi z Lipowej",
        "new_kind": "informal",
        "contact_name": "Pani Zofia",
        "contact_phone": "+48 600 000 011",
        "room": str(town.hall.id),
        "day": days_ahead(14).isoformat(),
        "starts": "17:00",
        "ends": "19:00",
        "people": "20",
        "title": "Próba",
        "activity": "music",
        "visibility": "open",
        "step": "book",
        "dates": days_ahead(14).isoformat(),
    }
    settle_outer_session()
    cookie = browser.client.get_cookie("mal")
    assert cookie is not None
    barrier = Barrier(4)

    def tap(_number: int) -> tuple[int, str]:
        def send() -> tuple[int, str]:
            client = in_app.test_client()
            client.set_cookie("mal", cookie.value)
            barrier.wait()
            answer = client.post("/praca/rezerwacja", data=data)
            return answer.status_code, answer.headers.get("Location", "")

        return Context().run(send)

    with ThreadPoolExecutor(4) as taps:
        answers = set(taps.map(tap, range(4)))
    assert len(answers) == 1
    assert answers.pop()[0] == 303
    assert db.session.scalar(select(func.count(Booking.id))) == 1
    assert db.session.scalar(select(func.count(Group.id))) == (3 if group == "new" else 2)
