"""`make screenshots`: the key pages at both widths, light and dark, as PNG files; and the pictures of the help."""

import argparse
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page

from mal import create_app
from mal.config import Config
from mal.demo.town import PASSWORD
from mal.notifications import outbox
from mal.shared import clock
from mal.shared.database import db
from mal.shared.i18n import LANGUAGES
from tests.catalogues import compile_catalogues
from tests.chromium import chromium_running, find_chromium, page_open, served
from tests.gallery.pictures import MORNING, living_on, remove_unused, taken
from tests.gallery.steps import STEPS

STRANGER, LEADER, STAFF = "", "liderka@example.org", "pracownik@example.org"
MOST_LETTERS = 500
SIZES = {"wide": 1280, "phone": 320}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def working_day(weeks: int) -> date:
    """Give the Thursday so many weeks ahead: the day on which most of the story happens."""
    today = clock.today()
    return today + timedelta(days=3 - today.weekday(), weeks=weeks)


def pages() -> list[tuple[str, str, str]]:
    """List what is shown: name, whose page, address."""
    thursday = working_day(2).isoformat()
    wish = f"data={thursday}&od=17:00&do=19:00&osob=20"
    series = f"{wish}&co=1&do_dnia={working_day(8).isoformat()}"
    return [
        ("start", STRANGER, "/"),
        ("week", STRANGER, f"/kalendarz/?od={working_day(0).isoformat()}"),
        ("day", STRANGER, f"/kalendarz/dzien?od={thursday}"),
        ("month", STRANGER, f"/kalendarz/miesiac?od={thursday}"),
        ("room", STRANGER, "/miejsca/brzozowa/sala-duza"),
        ("ask", STRANGER, "/wnioski/nowy"),
        ("rooms", STRANGER, f"/wnioski/nowy/sale?{wish}"),
        ("dates", STRANGER, f"/wnioski/nowy/terminy?sala=1&{series}"),
        ("help", STRANGER, "/pomoc"),
        ("help-asking", STRANGER, "/pomoc/jak-poprosic-o-sale"),
        ("mine", LEADER, "/moje"),
        ("today", STAFF, "/praca"),
        ("queue", STAFF, "/praca/wnioski"),
        ("decision", STAFF, "/praca/wnioski/{first}"),
        ("day-sheet", STAFF, f"/praca/dzien/brzozowa?dzien={working_day(1).isoformat()}"),
        ("closure", STAFF, "/praca/zamkniecia/nowe"),
        ("report", STAFF, "/praca/raport"),
    ]


def demo_app(folder: Path) -> Flask:
    """Build the application on a new database that holds the demo's story."""
    compile_catalogues(Path(__file__).parents[2] / "mal" / "translations")
    app = create_app(Config(database_url=f"sqlite:///{folder / 'gallery.db'}", secret_key="gallery" * 8))
    with app.app_context():
        upgrade()
    app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
    with app.app_context():
        db.engine.dispose()
    return app


def signed_in(page: Page, person: str) -> None:
    """Sign in, unless it is a stranger who looks."""
    if person:
        page.goto("/logowanie")
        page.fill("[name=email]", person)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")


def shots(browser: Browser, address: str, chosen: set[str], *, whole: bool) -> Iterator[tuple[str, bytes]]:
    """Take the pictures, person by person, so that each signs in once for each size and scheme."""
    for size, width in SIZES.items():
        for scheme in SCHEMES:
            for person in (STRANGER, LEADER, STAFF):
                options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
                with page_open(browser, address, **options) as page:
                    signed_in(page, person)
                    for name, whose, path in pages():
                        if whose == person and (not chosen or name in chosen):
                            page.goto(path.format(first=first_waiting(page) if "{" in path else ""))
                            yield f"{name}-{size}-{scheme}.png", page.screenshot(full_page=whole)


def first_waiting(page: Page) -> str:
    """Find the number of the first application in the queue."""
    page.goto("/praca/wnioski")
    href = page.locator("main a[href^='/praca/wnioski/']").first.get_attribute("href") or ""
    return href.rsplit("/", 1)[-1]


def main() -> None:
    """Write the pictures into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("instance/gallery"))
    parser.add_argument("--only", action="append", default=[], help="the name of a page; may be repeated")
    parser.add_argument("--first-screen", action="store_true", help="what is seen without scrolling")
    parser.add_argument("--help-pictures", action="store_true", help="the pictures of the help, instead")
    wanted = parser.parse_args()
    program = find_chromium()
    if program is None:
        raise SystemExit("No Chromium on this machine (on Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder, chromium_running(program) as browser:
        if wanted.help_pictures:
            help_pictures(browser, Path(folder), set(wanted.only))
        else:
            chosen, whole = set(wanted.only), not wanted.first_screen
            gallery(browser, Path(folder), wanted.folder, chosen, whole=whole)


def gallery(browser: Browser, folder: Path, target: Path, chosen: set[str], *, whole: bool) -> None:
    """Write the pictures of the key pages as they are today."""
    target.mkdir(parents=True, exist_ok=True)
    with served(demo_app(folder)) as address:
        for name, picture in shots(browser, address, chosen, whole=whole):
            (target / name).write_bytes(picture)
            print(target / name)


def help_pictures(browser: Browser, folder: Path, chosen: set[str]) -> None:
    """Write the pictures of the help, all of one and the same day, and drop those that no step shows any more."""
    with clock.at(MORNING):
        app = demo_app(folder)
        with app.app_context():
            outbox.compose_pending(MOST_LETTERS)
    wanted = [step for step in STEPS if not chosen or step.step in chosen]
    with living_on(app, MORNING), served(app) as address:
        faults = [
            fault for language in LANGUAGES for fault in taken(browser, address, language, wanted, signed_in)
        ]
    if faults:
        raise SystemExit("\n".join(faults))
    if not chosen:
        remove_unused(STEPS)


if __name__ == "__main__":
    main()
