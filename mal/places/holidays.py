"""Polish public holidays (Act of 18 January 1951, with 24 December since 2025), computed, never downloaded."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays


@lru_cache(maxsize=64)
def holidays_in_year(year: int, language: str = "pl") -> dict[date, str]:
    """Name the public holidays of a year in a language (pl, uk or en)."""
    tongue = {"en": "en_US"}.get(language, language)
    return dict(country_holidays("PL", years=year, language=tongue).items())


def holiday_name(day: date, language: str = "pl") -> str | None:
    """Name the public holiday of a day, or none."""
    return holidays_in_year(day.year, language).get(day)


def is_working_day(day: date) -> bool:
    """Tell whether the office works: no Saturday, Sunday or public holiday."""
    return day.weekday() < 5 and holiday_name(day) is None
