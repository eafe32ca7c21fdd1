"""The menus: what each person finds at the top and the bottom of every page."""

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _

from mal.applications.queries import count_waiting
from mal.config import Config
from mal.people.signin import account_here, current_account
from mal.shared.web import SAFE_METHODS

Item = tuple[str, str, bool]
CountedItem = tuple[str, str, bool, int]
# Each look at the calendar stands behind one item of the menu.
CALENDARS = dict.fromkeys(("calendars.day", "calendars.month", "calendars.programme"), "calendars.week")


def items(*wanted: tuple[str, str]) -> list[Item]:
    """Make menu items of labels and endpoints; the one of this page is marked."""
    here = CALENDARS.get(request.endpoint or "", request.endpoint)
    return [(label, url_for(endpoint), here == endpoint) for label, endpoint in wanted]


def navigation() -> list[Item]:
    """Give the main menu."""
    account = current_account()
    menu = [(_("Calendar"), "calendars.week"), (_("Ask for a room"), "applications.new")]
    if account is not None and (account.group_ids or not account.is_staff):
        menu.append((_("My meetings"), "applications.mine"))
    if account is not None and account.is_staff:
        menu.append((_("Work"), "desk.today"))
    return items(*menu, (_("Help"), "pages.help"))


def staff_navigation() -> list[CountedItem]:
    """Give the menu of the staff's pages, with the number of applications that wait."""
    account = account_here()
    menu = [
        (_("Today"), "desk.today"),
        (_("Applications"), "desk.queue"),
        (_("Book for someone"), "desk.behalf"),
        (_("Closures"), "desk.closures"),
        (_("Report"), "monitoring.report"),
        (_("Letters"), "notifications.letters"),
    ]
    if account.is_coordinator:
        menu.append((_("Publish the rules"), "regulations.publish"))
    waiting = url_for("desk.queue"), count_waiting(account.scope)
    return [(label, url, here, waiting[1] if url == waiting[0] else 0) for label, url, here in items(*menu)]


def footer_links() -> list[tuple[str, str]]:
    """Give the links at the foot of every page."""
    menu = items(
        (_("What is on"), "calendars.programme"),
        (_("Calendars for your phone"), "calendars.subscribe"),
        (_("Rules"), "regulations.current"),
        (_("Help"), "pages.help"),
        (_("Accessibility statement"), "pages.accessibility"),
        (_("Privacy"), "pages.privacy"),
    )
    config: Config = current_app.extensions["mal.config"]
    bulletin = [(_("Public Information Bulletin (BIP)"), config.bip_url)] if config.bip_url else []
    return [*((label, url) for label, url, _current in menu), *bulletin]


def way_back() -> str:
    """Give the address to come back to after choosing a language: this page, if it can be asked for."""
    rule = request.url_rule
    can_be_asked = request.method in SAFE_METHODS or (rule is not None and "GET" in (rule.methods or ()))
    return request.full_path.rstrip("?") if can_be_asked else "/"


def init_app(app: Flask, config: Config) -> None:
    """Give the menus to every page."""
    app.jinja_env.globals.update(
        navigation=navigation, staff_navigation=staff_navigation, footer_links=footer_links
    )
    contact = {
        "name": "Miejsca Aktywności Lokalnej, Centrum Usług Społecznych w Milanówku",
        "address": "",
        "phone": config.contact_phone,
        "email": config.contact_email,
        "edoreczenia": config.edoreczenia,
    }

    @app.context_processor
    def person() -> dict[str, object]:
        return {
            "signed_in": current_account(),
            "sign_in_url": url_for("people.sign_in"),
            "sign_out_url": url_for("people.sign_out"),
            "language_url": url_for("people.choose_language"),
            "way_back": way_back(),
            "contact": contact,
            "settings": config,
        }
