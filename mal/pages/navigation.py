"""The menus: what each person finds at the top and the bottom of every page."""

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mal.applications.queries import count_waiting
from mal.config import Config
from mal.people.auth import current_account, require_account
from mal.shared.web import SAFE_METHODS

Item = tuple[str, str, bool]
CountedItem = tuple[str, str, bool, int]
# The menu item behind which a page stands, where it is not an item itself.
BEHIND = {
    **dict.fromkeys(("calendars.day", "calendars.month", "calendars.programme"), "calendars.week"),
    **dict.fromkeys(("applications.rooms", "applications.dates", "applications.details"), "applications.new"),
    **dict.fromkeys(("pages.help_asking", "pages.help_visiting", "pages.help_working"), "pages.help"),
    **dict.fromkeys(("desk.decide", "desk.approve", "desk.refuse", "desk.approve_ticked"), "desk.queue"),
    **dict.fromkeys(("desk.day_sheet", "desk.count_day"), "desk.today"),
    **dict.fromkeys(("desk.close", "desk.shut", "desk.lift"), "desk.closures"),
    "desk.book": "desk.behalf",
    **dict.fromkeys(("regulations_admin.publish", "regulations_admin.acceptances"), "regulations_admin.new"),
    "letters.show": "letters.index",
}
STAFF_MENU = {
    "desk.today": _l("Today"),
    "desk.queue": _l("Applications"),
    "desk.behalf": _l("Book for someone"),
    "desk.closures": _l("Closures"),
    "report.show": _l("Report"),
    "letters.index": _l("Letters"),
    "regulations_admin.new": _l("Publish the rules"),
}


def item_here() -> str:
    """Name the menu item of this page."""
    return BEHIND.get(request.endpoint or "", request.endpoint or "")


def items(*wanted: tuple[str, str], here: str | None = None) -> list[Item]:
    """Make menu items of labels and endpoints; the one of this page is marked."""
    here = item_here() if here is None else here
    return [(label, url_for(endpoint), here == endpoint) for label, endpoint in wanted]


def navigation() -> list[Item]:
    """Give the main menu; all pages of the staff stand behind one item."""
    account = current_account()
    menu = [(_("Calendar"), "calendars.week"), (_("Ask for a room"), "applications.new")]
    if account is not None and (account.group_ids or not account.is_staff):
        menu.append((_("My meetings"), "applications.mine"))
    if account is not None and account.is_staff:
        menu.append((_("Work"), "desk.today"))
    here = item_here()
    return items(*menu, (_("Help"), "pages.help"), here="desk.today" if here in STAFF_MENU else here)


def staff_navigation() -> list[CountedItem]:
    """Give the menu of the staff's pages, with the number of applications that wait."""
    account = require_account()
    menu = [
        (str(label), endpoint)
        for endpoint, label in STAFF_MENU.items()
        if endpoint != "regulations_admin.new" or account.is_coordinator
    ]
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
            "sign_in_url": url_for("sessions.sign_in"),
            "sign_out_url": url_for("sessions.sign_out"),
            "language_url": url_for("accounts.choose_language"),
            "way_back": way_back(),
            "contact": contact,
            "settings": config,
        }
