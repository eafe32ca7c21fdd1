"""The bench itself: its stage can be set, its requests are answered, and what they cost in statements is bounded."""

from flask import Flask

from mal.demo import loader
from mal.shared.database import db
from tests.bench.counting import statements_of
from tests.bench.pages import BARE, Page, pages_of
from tests.bench.stage import prepare

MORE_THAN_A_PAGE = 60
# What each page may ask the database, whatever the number of rows; a few more than it asks now would be a leak.
MOST = {
    BARE: 0,
    "week of all rooms, stranger": 1,
    "week of all rooms, staff": 2,
    "week drawn anew, stranger": 6,
    "week drawn anew, staff": 7,
    "room page": 1,
    "start page": 1,
    "staff queue": 13,
    "feed of a site 200, unchanged": 1,
    "feed of all 200, unchanged": 1,
    "the same, squeezed": 1,
    "feed 304": 1,
    "free-room search": 6,
    "sending an application": 22,
}


def test_every_page_of_the_bench_asks_no_more_than_it_may(app: Flask) -> None:
    with app.app_context():
        loader.load()
        db.session.commit()
        db.session.remove()
    found = {
        name_of(page): len(statements_of(app, page)) for page in pages_of(app, prepare(app, MORE_THAN_A_PAGE))
    }
    assert found.keys() == MOST.keys()
    assert {name: count for name, count in found.items() if count > MOST[name]} == {}


def name_of(page: Page) -> str:
    """Leave out how many wait."""
    return "staff queue" if page.name.startswith("staff queue") else page.name
