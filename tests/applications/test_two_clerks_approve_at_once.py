"""Two people who approve overlapping piles at once: nobody waits for ever, and each application is answered once."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier

from flask import Flask

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import BookingEvent
from mal.bookings.states import Step
from mal.shared.database import db
from tests.client import Browser, settle_outer_session
from tests.factories import evening, make_application
from tests.sample_data import NINE, PASSWORD, TEN, make_town


def test_piles_in_opposite_orders_are_answered_once(in_app: Flask, browser: Browser) -> None:
    town = make_town()
    rooms = (town.hall, town.kitchen, town.quiet_room)
    waiting = [
        make_application(
            town,
            room=rooms[number % 3],
            headcount=2,
            group=(town.choir, town.chess)[number % 2],
            spans=[evening(14 + 7 * number, NINE, TEN)],
            equipment=[(town.chairs, 1)],
        ).id
        for number in range(6)
    ]
    token = str(
        browser.sign_in("celina@example.org", PASSWORD)
        .get("staff_queue.index")
        .all("input[name=csrf_token]")[0]["value"]
    )
    settle_outer_session()
    cookie = browser.client.get_cookie("mal")
    assert cookie is not None
    piles = [waiting[:4], waiting[:1:-1], waiting, waiting[::-1]]
    barrier = Barrier(len(piles))

    def approve(pile: list[int]) -> int:
        def send() -> int:
            client = in_app.test_client()
            client.set_cookie("mal", cookie.value)
            barrier.wait()
            data = {"csrf_token": token, "applications": pile}
            return client.post("/praca/wnioski/zatwierdz", data=data).status_code

        return Context().run(send)

    with ThreadPoolExecutor(len(piles)) as clerks:
        answers = list(clerks.map(approve, piles))
    assert set(answers) == {303}
    settle_outer_session()
    assert {each.state for each in db.session.query(Application)} == {ApplicationState.APPROVED}
    assert db.session.query(BookingEvent).filter_by(step=Step.APPROVE).count() == len(waiting)
