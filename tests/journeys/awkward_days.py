"""Days on which calendars go wrong, with what must hold on each, written down by hand.

Nothing here is computed by the application: the public holidays are those of the Act, entered one by one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mal.shared.timespan import WARSAW

WEEK = timedelta(weeks=1)
HOLIDAYS = {
    date(year, month, day)
    for year, months in {
        2026: {11: [11], 12: [24, 25, 26]},
        2027: {1: [1, 6], 3: [28, 29], 5: [1, 3, 16, 27], 8: [15], 11: [1, 11], 12: [24, 25, 26]},
        2028: {1: [1, 6], 4: [16, 17], 5: [1, 3], 6: [4, 15], 8: [15]},
    }.items()
    for month, days in months.items()
    for day in days
}


@dataclass(frozen=True)
class AwkwardDay:
    """An instant by Warsaw's clock, and the third working day after it: the deadline of an answer due in three
    working days, and the first day for which three working days of notice are kept.
    """

    what: str
    now: datetime
    third_working_day: date

    @property
    def today(self) -> date:
        """The day in Warsaw."""
        return self.now.date()

    @property
    def weekly(self) -> list[date]:
        """Eight weeks of the same weekday, beginning in two weeks."""
        return weeks_from(self.today + 2 * WEEK, 8)


def weeks_from(first: date, count: int) -> list[date]:
    """Return the same weekday of a number of weeks."""
    return [first + number * WEEK for number in range(count)]


def without_holidays(days: list[date]) -> list[date]:
    """Return the days that are no public holidays."""
    return [day for day in days if day not in HOLIDAYS]


def _day(now: str, third_working_day: str, what: str) -> AwkwardDay:
    instant = datetime.fromisoformat(now).replace(tzinfo=WARSAW)
    return AwkwardDay(what, instant, date.fromisoformat(third_working_day))


AWKWARD_DAYS = [
    _day("2026-11-27T10:00", "2026-12-02", "two Friday holidays ahead"),
    _day("2026-12-23T10:00", "2026-12-30", "before Christmas Eve"),
    _day("2026-12-31T12:00", "2027-01-07", "New Year's Eve"),
    _day("2027-01-02T23:30", "2027-01-07", "ISO week 53"),
    _day("2027-01-05T09:00", "2027-01-11", "eve of Epiphany"),
    _day("2027-03-14T23:50", "2027-03-17", "Sunday ten minutes to midnight"),
    _day("2027-03-25T12:00", "2027-03-31", "Maundy Thursday"),
    _day("2027-03-26T12:00", "2027-04-01", "Friday before summer time"),
    _day("2027-03-27T12:00", "2027-04-01", "Saturday before summer time"),
    _day("2027-04-30T12:00", "2027-05-06", "before the May holidays"),
    _day("2027-05-26T12:00", "2027-06-01", "eve of Corpus Christi"),
    _day("2027-10-29T12:00", "2027-11-04", "Friday before winter time"),
    _day("2027-10-30T12:00", "2027-11-04", "Saturday before winter time"),
    _day("2027-10-31T23:50", "2027-11-04", "end of the day with 25 hours"),
    _day("2028-02-28T12:00", "2028-03-02", "before a leap day"),
    _day("2028-02-29T12:00", "2028-03-03", "leap day"),
]
