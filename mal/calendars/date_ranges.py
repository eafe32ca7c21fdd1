"""Which days a page or a feed looks at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mal.shared.months import add_months, first_of_month
from mal.shared.timespan import Timespan, whole_days

MONTHS_BACK, MONTHS_AHEAD = 3, 18
# Feeds of a group keep what was called off for so long, so that every phone hears of it.
KEPT_WHEN_CANCELLED = timedelta(days=90)


def week_of(day: date) -> list[date]:
    """List the seven days of a day's week, from Monday."""
    return days_from(monday(day), 7)


def days_from(first: date, number: int) -> list[date]:
    """List some days in a row."""
    return [first + timedelta(days=each) for each in range(number)]


def span_of(days: list[date]) -> Timespan:
    """Give the time of some days in a row."""
    return whole_days(days[0], days[-1])


def feed_days(today: date) -> tuple[date, date]:
    """Give the first and last day of a feed: whole months, so that it slides once a month."""
    first = add_months(today, -MONTHS_BACK)
    return first, add_months(today, MONTHS_AHEAD + 1) - timedelta(days=1)


def month_of(day: date) -> list[date]:
    """List the days of a day's month, filled up to whole weeks on both sides."""
    first, after = first_of_month(day), add_months(day, 1)
    start, end = week_of(first)[0], week_of(after - timedelta(days=1))[-1]
    return days_from(start, (end - start).days + 1)


def next_quarter(now: datetime) -> datetime:
    """Give the next quarter of an hour: what begins in two minutes nobody can catch."""
    return now - timedelta(minutes=now.minute % 15, seconds=now.second) + timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days that a page shows at once: from which day on, which days, and where the next one begins."""

    first: Callable[[date], date]
    days: Callable[[date], list[date]]
    step: Callable[[date, int], date]

    def now(self, day: date, today: date) -> bool:
        """Tell whether the window with a day is the one with today."""
        return self.first(day) == self.first(today)


def monday(day: date) -> date:
    """Give the first day of a day's week."""
    return day - timedelta(days=day.weekday())


LIST_DAYS = 14
DAY = Window(lambda day: day, lambda day: [day], lambda day, by: day + timedelta(days=by))
WEEK = Window(monday, week_of, lambda day, by: day + timedelta(days=7 * by))
MONTH = Window(first_of_month, month_of, add_months)
LIST = Window(
    lambda day: day,
    lambda day: days_from(day, LIST_DAYS),
    lambda day, by: day + timedelta(days=LIST_DAYS * by),
)
