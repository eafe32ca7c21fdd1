"""The reader's language, and days and hours written in it, in Europe/Warsaw."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.support import NullTranslations
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale, get_translations, pgettext
from werkzeug.wrappers import Response

from mal.shared.timespan import WARSAW

# Each language as it calls itself, in short and in full. Message ids are English.
LANGUAGES = {"pl": ("PL", "Polski"), "uk": ("УКР", "Українська"), "en": ("EN", "English")}
FIRST = "pl"
COOKIE = "mal_jezyk"
REMEMBERED = 365 * 24 * 3600

babel = Babel()


def reader_locale() -> str:
    """Return the language of the request: that of its cookie, or Polish."""
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return chosen if chosen in LANGUAGES else FIRST


def set_locale_cookie(response: Response, language: str) -> None:
    """Store a language in the browser for a year, in a cookie that scripts cannot read."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, language, max_age=REMEMBERED, secure=secure, httponly=True, samesite="Lax")


def use_account_locale(response: Response, language: str) -> Response:
    """Store the language of an account that has just signed in, unless the browser has one already."""
    if COOKIE not in request.cookies:
        set_locale_cookie(response, language)
    return response


def init_app(app: Flask) -> None:
    """Set up translations, the time zone, and the filters that write days and hours in templates."""
    babel.init_app(
        app,
        default_locale=FIRST,
        default_timezone="Europe/Warsaw",
        default_translation_directories="translations",
        locale_selector=reader_locale,
    )
    cache_translations(app)
    app.jinja_env.filters.update(
        day=format_day,
        day_month=format_day_month,
        clock_time=format_clock_time,
        end_time=format_end_time,
        time_range=format_time_range,
        weekday=format_weekday,
    )
    app.jinja_env.filters.update(local=to_local_time, day_inflected=format_day_inflected)
    app.context_processor(lambda: {"locale": str(get_locale() or FIRST), "languages": LANGUAGES})


def cache_translations(app: Flask) -> None:
    """Make templates look up the catalogue of a language once: a page has dozens of messages."""
    catalogues: dict[Locale | None, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        locale = get_locale()
        if locale not in catalogues:
            catalogues[locale] = get_translations()
        return catalogues[locale]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the i18n extension
        gettext=lambda text: catalogue().gettext(text),
        ngettext=lambda one, many, number: catalogue().ngettext(one, many, number),
        newstyle=True,
    )


def to_local_time(instant: datetime) -> datetime:
    """Return an instant in Warsaw's local time."""
    return instant.astimezone(WARSAW)


def to_local_day(value: date | datetime) -> date:
    """Return the Warsaw day of an instant, or the day itself."""
    return to_local_time(value).date() if isinstance(value, datetime) else value


def format_in_locale(value: date, pattern: str) -> str:
    """Return a day written in the reader's language by a pattern of CLDR."""
    return format_date_cached(get_locale() or Locale(FIRST), value, pattern)


@lru_cache(maxsize=4096)
def format_date_cached(locale: Locale, value: date, pattern: str) -> str:
    """Return a day written in a language; cached, because pages name the same few days over and over."""
    return str(format_date(value, pattern, locale))


def format_day(value: date | datetime) -> str:
    """Return a day with its weekday: "czwartek, 12 marca 2026"."""
    return format_in_locale(to_local_day(value), "EEEE, d MMMM y")


def format_day_inflected(value: date | datetime) -> str:
    """Return a day in the case that Polish uses after "by", "from" and "since": "czwartku, 12 marca 2026"."""
    names = (
        pgettext("by, from or since", "Monday"),
        pgettext("by, from or since", "Tuesday"),
        pgettext("by, from or since", "Wednesday"),
        pgettext("by, from or since", "Thursday"),
        pgettext("by, from or since", "Friday"),
        pgettext("by, from or since", "Saturday"),
        pgettext("by, from or since", "Sunday"),
    )
    day = to_local_day(value)
    return f"{names[day.weekday()]}, {format_in_locale(day, 'd MMMM y')}"


def format_day_month(value: date | datetime) -> str:
    """Return a day without its year: "12 marca"."""
    return format_in_locale(to_local_day(value), "d MMMM")


def format_weekday(value: date | datetime) -> str:
    """Return the weekday: "czwartek"."""
    return format_in_locale(to_local_day(value), "EEEE")


def format_clock_time(value: datetime) -> str:
    """Say the wall-clock time in Warsaw: "17:00"."""
    return to_local_time(value).strftime("%H:%M")


def format_end_time(value: datetime) -> str:
    """Return the Warsaw wall-clock time at which something ends; midnight is the end of the day, "24:00"."""
    text = format_clock_time(value)
    return "24:00" if text == "00:00" else text


def format_time_range(starts: datetime, ends: datetime) -> str:
    """Return the Warsaw wall-clock times of a span: "17:00–19:00", "20:00–24:00"."""
    return f"{format_clock_time(starts)}–{format_end_time(ends)}"
