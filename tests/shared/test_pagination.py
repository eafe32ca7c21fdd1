"""Pages of a long list: each row stands on one page, and every page number leads somewhere."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from mal.shared.pagination import Page, requested_page

sizes, totals = st.integers(1, 50), st.integers(0, 500)


@given(sizes, totals)
def test_following_the_pages_shows_each_row_once(size: int, total: int) -> None:
    shown: list[int] = []
    number: int | None = 1
    while number is not None:
        page = Page.nearest(number, size=size, total=total)
        assert page.number == number
        shown += list(range(total))[page.offset : page.offset + page.size]
        number = page.following
    assert shown == list(range(total))


@given(sizes, totals, st.integers(-5, 2**31))
def test_going_back_from_the_page_after_leads_to_the_same_page(size: int, total: int, number: int) -> None:
    page = Page.nearest(number, size=size, total=total)
    if page.following is not None:
        assert Page.nearest(page.following, size=size, total=total).previous == page.number


@pytest.mark.parametrize(("number", "nearest"), [(-1, 1), (0, 1), (3, 3), (4, 3), (2**31, 3)])
def test_a_page_that_does_not_exist_is_the_nearest_one(number: int, nearest: int) -> None:
    assert Page.nearest(number, size=50, total=101).number == nearest


def test_a_list_that_fills_its_last_page_has_no_page_after_it() -> None:
    assert Page.nearest(2, size=50, total=100).following is None
    assert Page.nearest(2, size=50, total=101).following == 3


def test_an_empty_list_has_one_page() -> None:
    page = Page.nearest(1, size=50, total=0)
    assert (page.number, page.offset, page.previous, page.following) == (1, 0, None, None)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("query_string", "number"),
    [("", 1), ("strona=3", 3), ("strona=0", 1), ("strona=-2", 1), ("strona=x", 1), ("strona=99999999999", 1)],
)
def test_the_page_is_read_from_the_query_string(app: Flask, query_string: str, number: int) -> None:
    with app.test_request_context(f"/?{query_string}"):
        assert requested_page() == number
