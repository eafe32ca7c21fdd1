"""The reader's language, and days and hours as people say them in it."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.support import NullTranslations
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale, get_translations, pgettext
from werkzeug.wrappers import Response

from mal.shared.timespan import WARSAW

# Each language as it calls itself, shortly and in full. English is that of the sources.
LANGUAGES = {"pl": ("PL", "Polski"), "uk": ("УКР", "Українська"), "en": ("EN", "English")}
FIRST = "pl"
COOKIE = "mal_jezyk"
REMEMBERED = 365 * 24 * 3600

babel = Babel()


def reader_locale() -> str:
    """Choose the language of this page: Polish, unless its reader has chosen another."""
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return chosen if chosen in LANGUAGES else FIRST


def set_locale_cookie(response: Response, language: str) -> None:
    """Let this browser keep a language for a year, out of the reach of scripts."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, language, max_age=REMEMBERED, secure=secure, httponly=True, samesite="Lax")


def use_account_locale(response: Response, language: str) -> Response:
    """Speak the language of who has just signed in, unless this browser's reader has chosen one."""
    if COOKIE not in request.cookies:
        set_locale_cookie(response, language)
    return response


def init_app(app: Flask) -> None:
    """Let pages and forms speak the reader's language, in Warsaw's time."""
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
        weekday=format_weekday,
    )
    app.jinja_env.filters.update(local=to_local_time, day_inflected=format_day_inflected)
    app.context_processor(lambda: {"locale": str(get_locale() or FIRST), "languages": LANGUAGES})


def cache_translations(app: Flask) -> None:
    """Let templates find the catalogue of a language once: they ask for dozens of words a page."""
    catalogues: dict[Locale | None, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        locale = get_locale()
        found = catalogues.get(locale)
        if found is None:
            found = catalogues[locale] = get_translations()
        return found

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the i18n extension
        gettext=lambda text: catalogue().gettext(text),
        ngettext=lambda one, many, number: catalogue().ngettext(one, many, number),
        newstyle=True,
    )


def to_local_time(instant: datetime) -> datetime:
    """Give Warsaw's wall clock of an instant."""
    return instant.astimezone(WARSAW)


def to_local_day(value: date | datetime) -> date:
    """Give the Warsaw day of an instant, or the day itself."""
    return to_local_time(value).date() if isinstance(value, datetime) else value


def format_in_locale(value: date, pattern: str) -> str:
    """Write a day in the reader's language."""
    return format_date_cached(get_locale() or Locale(FIRST), value, pattern)


@lru_cache(maxsize=4096)
def format_date_cached(locale: Locale, value: date, pattern: str) -> str:
    """Write a day in a language: pages name the same few days over and over."""
    return str(format_date(value, pattern, locale))


def format_day(value: date | datetime) -> str:
    """Say a day with its weekday: "czwartek, 12 marca 2026"."""
    return format_in_locale(to_local_day(value), "EEEE, d MMMM y")


def format_day_inflected(value: date | datetime) -> str:
    """Say a day after "by", "from" or "since", where Polish bends its name: "czwartku, 12 marca 2026"."""
    names = (
        pgettext("by, from or since", "Monday"),
        pgettext("by, from or since", "Tuesday"),
        pgettext("by, from or since", "Wednesday"),
        pgettext("by, from or since", "Thursday"),
        pgettext("by, from or since", "Friday"),
        pgettext("by, from or since", "Saturday"),
        pgettext("by, from or since", "Sunday"),
    )
    found = to_local_day(value)
    return f"{names[found.weekday()]}, {format_in_locale(found, 'd MMMM y')}"


def format_day_month(value: date | datetime) -> str:
    """Say a day shortly: "12 marca"."""
    return format_in_locale(to_local_day(value), "d MMMM")


def format_weekday(value: date | datetime) -> str:
    """Say the weekday: "czwartek"."""
    return format_in_locale(to_local_day(value), "EEEE")


def format_clock_time(value: datetime) -> str:
    """Say the wall-clock time in Warsaw: "17:00"."""
    return to_local_time(value).strftime("%H:%M")
