"""Counting in working days: when an answer is due, and which day is the first that can be asked for."""

from collections.abc import Callable
from datetime import date, timedelta

IsWorkingDay = Callable[[date], bool]


def add_working_days(start: date, days: int, is_working_day: IsWorkingDay) -> date:
    """Return the day that lies a number of working days after `start`, which itself does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day


def working_days_left(today: date, due: date, is_working_day: IsWorkingDay) -> int:
    """Return the number of working days from tomorrow to the due day, or its negative when it has passed."""
    if due < today:
        return -working_days_left(due, today, is_working_day)
    days = (today + timedelta(days=number + 1) for number in range((due - today).days))
    return sum(1 for day in days if is_working_day(day))
