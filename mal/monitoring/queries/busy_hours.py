"""The question when in the week people meet, counted in the database."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import case, extract, func, literal, select

from mal.bookings.models import Occurrence
from mal.monitoring.busy_hours import DAY, Slot, Week, clock_periods, weeks
from mal.monitoring.figures import HELD
from mal.monitoring.queries import in_months, rooms_of, seconds_between
from mal.shared.database import AwareDateTime, db
from mal.shared.months import add_months

EPOCH = literal(datetime(1970, 1, 1, tzinfo=UTC), AwareDateTime())
# So many pictures fit side by side.
MOST_PICTURES = 4


def busy_hours(site_ids: Sequence[int], months: Sequence[date]) -> list[Week]:
    """Count the meetings under way in each hour of the week at some sites in some months."""
    site_of = {space.id: space.site_id for space in rooms_of(site_ids)}
    return weeks(slots(site_of, months), site_of, site_ids, MOST_PICTURES)


def slots(rooms: Collection[int], months: Sequence[date]) -> list[Slot]:
    """Count meetings by room, weekday, minute of beginning by the clock on the wall, and length."""
    periods = clock_periods(months[0], add_months(months[-1], 1))
    number = case(
        *((Occurrence.starts_at < until, position) for position, (until, _) in enumerate(periods)),
        else_=len(periods) - 1,
    )
    rows = db.session.execute(
        in_months(
            select(
                Occurrence.room_id,
                extract("dow", Occurrence.on_date).label("weekday"),
                number.label("period"),
                ((seconds_between(EPOCH, Occurrence.starts_at) % 86400) // 60).label("minute"),
                (seconds_between(Occurrence.starts_at, Occurrence.ends_at) // 60).label("minutes"),
                func.count().label("meetings"),
            ),
            rooms,
            months,
        )
        .where(Occurrence.state.in_(HELD))
        .group_by(Occurrence.room_id, "weekday", "period", "minute", "minutes")
    )
    return [
        Slot(
            row.room_id,
            (int(row.weekday) - 1) % 7,
            (int(row.minute) + periods[row.period][1]) % DAY,
            int(row.minutes),
            row.meetings,
        )
        for row in rows
    ]
