"""Which days a page or a feed looks at."""

from datetime import date, timedelta

from mal.shared.timespan import Timespan, whole_days

MONTHS_BACK, MONTHS_AHEAD = 3, 18
# Feeds of a group keep what was called off for so long, so that every phone hears of it.
KEPT_WHEN_CANCELLED = timedelta(days=90)


def week_of(day: date) -> list[date]:
    """List the seven days of a day's week, from Monday."""
    return days_from(day - timedelta(days=day.weekday()), 7)


def days_from(first: date, number: int) -> list[date]:
    """List some days in a row."""
    return [first + timedelta(days=each) for each in range(number)]


def span_of(days: list[date]) -> Timespan:
    """Give the time of some days in a row."""
    return whole_days(days[0], days[-1])


def first_of_month(day: date, months: int = 0) -> date:
    """Give the first day of a month that many months away."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def feed_days(today: date) -> tuple[date, date]:
    """Give the first and last day of a feed: whole months, so that it slides once a month."""
    first = first_of_month(today, -MONTHS_BACK)
    return first, first_of_month(today, MONTHS_AHEAD + 1) - timedelta(days=1)
