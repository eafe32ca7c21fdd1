"""Several people submit the card of one occurrence at the same moment."""

from threading import Barrier, Thread

from flask import Flask

from mal.bookings.queries import get_occurrence
from mal.monitoring import service
from mal.monitoring.models import UsageCard
from mal.monitoring.usage_card import CardInput
from mal.people.models import Account
from mal.shared.database import db
from tests.factories import make_past
from tests.sample_data import make_town


def test_the_last_of_concurrent_submissions_corrects_the_card(in_app: Flask) -> None:
    town = make_town()
    date_id, people = make_past(town)[0].id, [town.anna.id, town.celina.id, town.ewa.id]
    db.session.commit()
    start, broken = Barrier(len(people)), list[Exception]()

    def fill_in(account_id: int) -> None:
        with in_app.app_context():
            try:
                start.wait()
                account, date = db.session.get(Account, account_id), get_occurrence(date_id)
                assert account is not None
                assert date is not None
                service.fill_card(date, CardInput(True, account_id), by=account)
                db.session.commit()
            except Exception as error:  # noqa: BLE001 - whatever breaks in a thread must reach the test
                broken.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=fill_in, args=(account_id,)) for account_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    cards = db.session.query(UsageCard).all()
    assert len(cards) == 1
    assert cards[0].headcount == cards[0].filled_by_id
    steps = [event.step for event in cards[0].occurrence.booking.events]
    assert steps == ["submit", "approve", *["confirm_use"] * 3]
