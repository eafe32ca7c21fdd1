"""Polish public holidays (Act of 18 January 1951, with 24 December since 2025), computed by the holidays package."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays


@lru_cache(maxsize=64)
def holidays_in_year(year: int, language: str = "pl") -> dict[date, str]:
    """Return the names of the public holidays of a year, by day, in a language (pl, uk or en)."""
    locale = {"en": "en_US"}.get(language, language)
    return dict(country_holidays("PL", years=year, language=locale).items())


def holiday_name(day: date, language: str = "pl") -> str | None:
    """Return the name of a day's public holiday in a language, or None."""
    return holidays_in_year(day.year, language).get(day)


def is_holiday(day: date) -> bool:
    """Return whether a day is a public holiday."""
    return day in holidays_in_year(day.year)


def is_working_day(day: date) -> bool:
    """Return whether the office works: not on Saturdays, Sundays and public holidays."""
    return day.weekday() < 5 and not is_holiday(day)
