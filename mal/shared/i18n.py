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


def remember(response: Response, language: str) -> None:
    """Let this browser keep a language for a year, out of the reach of scripts."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, language, max_age=REMEMBERED, secure=secure, httponly=True, samesite="Lax")


def follow(response: Response, language: str) -> Response:
    """Speak the language of who has just signed in, unless this browser's reader has chosen one."""
    if COOKIE not in request.cookies:
        remember(response, language)
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
    quicken(app)
    app.jinja_env.filters.update(day=day, day_month=day_month, clock_time=clock_time, weekday=weekday)
    app.jinja_env.filters.update(local=local, bent_day=bent_day)
    app.context_processor(lambda: {"locale": str(get_locale() or FIRST), "languages": LANGUAGES})


def quicken(app: Flask) -> None:
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


def local(instant: datetime) -> datetime:
    """Give Warsaw's wall clock of an instant."""
    return instant.astimezone(WARSAW)


def as_day(value: date | datetime) -> date:
    """Give the Warsaw day of an instant, or the day itself."""
    return local(value).date() if isinstance(value, datetime) else value


def written(value: date, pattern: str) -> str:
    """Write a day in the reader's language."""
    return written_in(get_locale() or Locale(FIRST), value, pattern)


@lru_cache(maxsize=4096)
def written_in(locale: Locale, value: date, pattern: str) -> str:
    """Write a day in a language: pages name the same few days over and over."""
    return str(format_date(value, pattern, locale))


def day(value: date | datetime) -> str:
    """Say a day with its weekday: "czwartek, 12 marca 2026"."""
    return written(as_day(value), "EEEE, d MMMM y")


def bent_day(value: date | datetime) -> str:
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
    found = as_day(value)
    return f"{names[found.weekday()]}, {written(found, 'd MMMM y')}"


def day_month(value: date | datetime) -> str:
    """Say a day shortly: "12 marca"."""
    return written(as_day(value), "d MMMM")


def weekday(value: date | datetime) -> str:
    """Say the weekday: "czwartek"."""
    return written(as_day(value), "EEEE")


def clock_time(value: datetime) -> str:
    """Say the wall-clock time in Warsaw: "17:00"."""
    return local(value).strftime("%H:%M")
