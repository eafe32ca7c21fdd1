"""Each figure of a report equals a plain recount in Python of random rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import uuid4

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mal.applications.models import Application
from mal.applications.states import ApplicationState
from mal.bookings.models import Booking, Occurrence, Visibility
from mal.bookings.states import DateState
from mal.monitoring.figures import Figures
from mal.monitoring.models import UsageCard
from mal.monitoring.report import load_report
from mal.monitoring.usage_card import AGE_BANDS
from mal.shared import clock
from mal.shared.database import db
from mal.shared.months import first_of_month, list_months
from mal.shared.timespan import WARSAW
from tests.sample_data import Town, make_town

MONTHS = list_months(date(2025, 10, 1), date(2026, 2, 1))
# Around both ends of the months and over the autumn change of clocks.
EARLIEST = datetime(2025, 9, 30, 18, tzinfo=UTC)
INSTANTS = st.integers(0, 152 * 24 * 60).map(lambda minutes: EARLIEST + timedelta(minutes=minutes))
EDGES = st.sampled_from(
    [
        datetime(2025, 12, 31, 22, 30, tzinfo=UTC),
        datetime(2025, 12, 31, 22, 59, tzinfo=UTC),
        datetime(2025, 12, 31, 23, 0, tzinfo=UTC),
        datetime(2025, 9, 30, 21, 59, tzinfo=UTC),
        datetime(2025, 9, 30, 22, 0, tzinfo=UTC),
        datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
        datetime(2026, 2, 28, 22, 59, tzinfo=UTC),
        datetime(2026, 2, 28, 23, 0, tzinfo=UTC),
    ]
)
WHEN = st.one_of(INSTANTS, EDGES)


@dataclass(frozen=True)
class SampleDate:
    """One occurrence with its card and its application."""

    room: int
    starts: datetime
    minutes: int
    state: DateState
    headcount: int
    bands: tuple[int | None, ...]
    sent: datetime
    hours_to_answer: int
    answer: ApplicationState
    reason: str
    by_staff: bool


SAMPLES = st.lists(
    st.builds(
        SampleDate,
        room=st.integers(0, 3),
        starts=WHEN,
        minutes=st.integers(1, 700),
        state=st.sampled_from(DateState),
        headcount=st.integers(1, 60),
        bands=st.tuples(*[st.none() | st.integers(0, 12)] * len(AGE_BANDS)),
        sent=WHEN,
        hours_to_answer=st.integers(0, 240),
        answer=st.sampled_from(ApplicationState),
        reason=st.sampled_from(["slot_taken", "other", "incomplete"]),
        by_staff=st.booleans(),
    ),
    max_size=12,
)


def insert(sample: SampleDate, room_ids: list[int], group_id: int, staff_id: int) -> None:
    """Insert the rows of a sample."""
    room_id, now = room_ids[sample.room], clock.now()
    answered = sample.answer in (ApplicationState.APPROVED, ApplicationState.REFUSED)
    refused = sample.answer is ApplicationState.REFUSED
    date_ = Occurrence(
        room_id=room_id,
        starts_at=sample.starts,
        ends_at=sample.starts + timedelta(minutes=sample.minutes),
        on_date=sample.starts.astimezone(WARSAW).date(),
        state=sample.state,
        created_at=now,
        changed_at=now,
    )
    booking = Booking(
        group_id=group_id,
        room_id=room_id,
        title="Spotkanie",
        activity="meeting",
        visibility=Visibility.OPEN,
        headcount=1,
        created_at=now,
        occurrences=[date_],
    )
    application = Application(
        booking=booking,
        entered_by_id=staff_id if sample.by_staff else None,
        form_key=uuid4().hex,
        state=sample.answer,
        submitted_at=sample.sent,
        reply_due=sample.sent.date(),
        decided_at=sample.sent + timedelta(hours=sample.hours_to_answer) if answered else None,
        refusal_reason=sample.reason if refused else "",
    )
    db.session.add_all([booking, application])
    if sample.state in (DateState.TOOK_PLACE, DateState.NO_SHOW):
        took_place = sample.state is DateState.TOOK_PLACE
        bands = dict(zip(AGE_BANDS, sample.bands, strict=True)) if took_place else {}
        db.session.add(
            UsageCard(
                occurrence=date_,
                took_place=took_place,
                headcount=sample.headcount if took_place else 0,
                filled_at=now,
                **bands,
            )
        )


def in_month(when: datetime, month: date) -> bool:
    return first_of_month(when.astimezone(WARSAW).date()) == month


def recount_of_dates(there: list[SampleDate], parts: int = 1) -> Figures:
    """Return figures counted date by date."""
    figures = Figures()
    for each in there:
        figures.dates[each.state] += 1
        if each.state is DateState.PLANNED:
            figures.without_card += each.starts + timedelta(minutes=each.minutes) <= clock.now()
        if each.state in (DateState.PLANNED, DateState.TOOK_PLACE, DateState.NO_SHOW):
            figures.seconds += each.minutes * 60
            figures.room_seconds += each.minutes * 60 * parts
        if each.state is DateState.TOOK_PLACE:
            figures.attendance += each.headcount
            figures.bands.update(
                {band: number or 0 for band, number in zip(AGE_BANDS, each.bands, strict=True)}
            )
    return figures


def recount_of_applications(there: list[SampleDate]) -> tuple[Counter[str], Counter[str], float | None]:
    """Return states, reasons of refusal and median days, counted one by one."""
    states = Counter(str(each.answer) for each in there)
    reasons = Counter(each.reason for each in there if each.answer is ApplicationState.REFUSED)
    waited = [
        timedelta(hours=each.hours_to_answer) // timedelta(days=1)
        for each in there
        if not each.by_staff and each.answer in (ApplicationState.APPROVED, ApplicationState.REFUSED)
    ]
    return states, reasons, median(waited) if waited else None


def assert_equal(counted: Figures, dates: Figures, asked: list[SampleDate]) -> None:
    """Assert that the figures of a report equal the recount."""
    states, reasons, waited = recount_of_applications(asked)
    assert +counted.dates == +dates.dates
    assert (counted.seconds, counted.room_seconds) == (dates.seconds, dates.room_seconds)
    assert (counted.attendance, +counted.bands) == (dates.attendance, +dates.bands)
    assert counted.without_card == dates.without_card
    assert (+counted.applications, +counted.refusals) == (states, reasons)
    assert counted.received == len(asked)
    assert counted.median_days == waited


def room_ids(town: Town) -> list[int]:
    """Return the ids of the rooms of samples: the second has two parts, the last is at Sosnowa."""
    return [town.hall.id, town.hall_with_kitchen.id, town.quiet_room.id, town.studio.id]


def test_each_figure_equals_a_plain_recount(in_app: Flask) -> None:
    town = make_town()
    rooms, group_id, staff_id = room_ids(town), town.choir.id, town.ewa.id
    sites = {town.brzozowa.id: {0, 1, 2}, town.sosnowa.id: {3}}
    seen = Counter[str]()

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(SAMPLES)
    def check(samples: list[SampleDate]) -> None:
        for each in samples:
            insert(each, rooms, group_id, staff_id)
        db.session.flush()
        counted = load_report(list(sites), MONTHS)
        for site_id, numbers in sites.items():
            here = [each for each in samples if each.room in numbers]
            for month in MONTHS:
                dates = [each for each in here if in_month(each.starts, month)]
                figures = recount_of_dates([each for each in dates if each.room != 1])
                figures.add(recount_of_dates([each for each in dates if each.room == 1], parts=2))
                asked = [each for each in here if in_month(each.sent, month)]
                assert_equal(counted.of_cell(site_id, month), figures, asked)
                seen["dates"] += len(dates)
        assert counted.total.bookings == sum(counted.of_site(site_id).bookings for site_id in sites)
        assert counted.total.bookings == sum(counted.of_month(month).bookings for month in MONTHS)
        db.session.rollback()

    check()
    assert seen["dates"] > 20


def test_the_report_of_a_site_leaves_out_other_sites(in_app: Flask) -> None:
    town = make_town()
    sample = SampleDate(
        room=3,
        starts=datetime(2025, 11, 5, 16, tzinfo=UTC),
        minutes=90,
        state=DateState.TOOK_PLACE,
        headcount=9,
        bands=(None,) * len(AGE_BANDS),
        sent=datetime(2025, 11, 1, tzinfo=UTC),
        hours_to_answer=30,
        answer=ApplicationState.APPROVED,
        reason="",
        by_staff=False,
    )
    insert(sample, room_ids(town), town.choir.id, town.ewa.id)
    db.session.flush()
    assert load_report([town.brzozowa.id], MONTHS).total.bookings == 0
    total = load_report([town.sosnowa.id], MONTHS).total
    assert (total.bookings, total.attendance, total.hours, total.median_days) == (1, 9, 1.5, 1)


def test_a_retired_room_is_open_until_the_day_it_retired(in_app: Flask) -> None:
    town = make_town()
    before = load_report([town.sosnowa.id], MONTHS).of_site(town.sosnowa.id).minutes_open
    town.studio.retired_at = datetime(2025, 12, 1, 11, tzinfo=UTC)
    db.session.flush()
    counted = load_report([town.sosnowa.id], MONTHS)
    assert counted.of_cell(town.sosnowa.id, date(2025, 11, 1)).minutes_open > 0
    assert counted.of_cell(town.sosnowa.id, date(2025, 12, 1)).minutes_open == 0
    assert counted.total.minutes_open < before
