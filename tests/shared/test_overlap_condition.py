"""The condition that a row overlaps a span, asked of both databases, against the rule in Python."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mal.places.models import Closure
from mal.shared.database import db, overlaps
from mal.shared.timespan import LONGEST_LOCAL_DAY, Timespan

# The night of the autumn change, so that a local day of 25 hours is among the spans.
MIDNIGHT = datetime(2027, 10, 30, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)
spans = st.builds(
    lambda start, hours: Timespan(MIDNIGHT + start * HOUR, MIDNIGHT + (start + hours) * HOUR),
    st.integers(-30, 30),
    st.integers(1, 25),
)


def make_closures(lasting: list[Timespan]) -> None:
    db.session.add_all(
        Closure(starts_at=span.start, ends_at=span.end, reason="Malowanie", created_at=MIDNIGHT)
        for span in lasting
    )
    db.session.flush()


def closures_in(span: Timespan, *, longest: timedelta | None = LONGEST_LOCAL_DAY) -> list[Timespan]:
    rows = db.session.scalars(select(Closure).where(overlaps(Closure, span, longest=longest)))
    return sorted(row.span for row in rows)


# The database is the same for all examples; each rolls its rows back.
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(spans, max_size=12), spans)
def test_rows_are_found_exactly_when_they_share_an_instant_with_the_span(
    in_app: Flask, lasting: list[Timespan], wanted: Timespan
) -> None:
    make_closures(lasting)
    expected = sorted(span for span in lasting if span.overlaps(wanted))
    assert closures_in(wanted) == closures_in(wanted, longest=None) == expected
    db.session.rollback()


def test_a_row_that_only_touches_the_span_is_not_found(in_app: Flask) -> None:
    wanted = Timespan(MIDNIGHT, MIDNIGHT + HOUR)
    make_closures([Timespan(MIDNIGHT - HOUR, MIDNIGHT), Timespan(MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR)])
    assert closures_in(wanted) == []


@pytest.mark.parametrize("longest", [LONGEST_LOCAL_DAY, None])
def test_the_longest_local_day_is_found_from_its_last_minute(
    in_app: Flask, longest: timedelta | None
) -> None:
    day = Timespan(MIDNIGHT, MIDNIGHT + LONGEST_LOCAL_DAY)
    make_closures([day])
    assert closures_in(Timespan(day.end - timedelta(minutes=1), day.end), longest=longest) == [day]


def test_a_row_of_unknown_length_is_found_only_without_the_bound(in_app: Flask) -> None:
    year = Timespan(MIDNIGHT, MIDNIGHT + timedelta(days=365))
    make_closures([year])
    last_hour = Timespan(year.end - HOUR, year.end)
    assert closures_in(last_hour, longest=None) == [year]
    assert closures_in(last_hour) == []
