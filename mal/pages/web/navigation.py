"""Menus and footer of every page, by who is signed in."""

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mal.applications.queries import count_waiting
from mal.config import Config, current_config
from mal.people.auth import current_account, require_account
from mal.shared.web import SAFE_METHODS

# Label, URL and whether it is the current page; staff items have a number beside it.
MenuItem = tuple[str, str, bool]
CountedMenuItem = tuple[str, str, bool, int]
# The menu item to which a page without one belongs, by endpoints.
PARENT_ITEMS = {
    **dict.fromkeys(("calendars.day", "calendars.month", "calendars.programme"), "calendars.week"),
    **dict.fromkeys(("wizard.rooms", "wizard.dates", "wizard.details"), "wizard.new"),
    **dict.fromkeys(("help.asking", "help.visiting", "help.working"), "help.index"),
    **dict.fromkeys(
        (
            "staff_decision.show",
            "staff_decision.approve",
            "staff_decision.refuse",
            "staff_queue.approve_selected",
        ),
        "staff_queue.index",
    ),
    **dict.fromkeys(("day_sheet.show", "day_sheet.record_attendance"), "staff_today.show"),
    **dict.fromkeys(("closures.new", "closures.create", "closures.reopen"), "closures.index"),
    "phone_booking.submit": "phone_booking.new",
    **dict.fromkeys(("regulations_admin.publish", "regulations_admin.acceptances"), "regulations_admin.new"),
    "letters.show": "letters.index",
}
STAFF_MENU = {
    "staff_today.show": _l("Today"),
    "staff_queue.index": _l("Applications"),
    "phone_booking.new": _l("Book for someone"),
    "closures.index": _l("Closures"),
    "report.show": _l("Report"),
    "letters.index": _l("Letters"),
    "regulations_admin.new": _l("Publish the rules"),
}
COORDINATOR_ITEMS = {"regulations_admin.new"}
OFFICE_NAME = "Miejsca Aktywności Lokalnej, Centrum Usług Społecznych w Milanówku"


def current_item() -> str:
    """Return the endpoint of the menu item to which this page belongs."""
    endpoint = request.endpoint or ""
    return PARENT_ITEMS.get(endpoint, endpoint)


def build_items(*entries: tuple[str, str], current: str | None = None) -> list[MenuItem]:
    """Return menu items for labels and endpoints; `current` is the endpoint to mark, that of this page by default."""
    current = current_item() if current is None else current
    return [(label, url_for(endpoint), current == endpoint) for label, endpoint in entries]


def navigation() -> list[MenuItem]:
    """Return the main menu; all pages of staff belong to one item."""
    account = current_account()
    entries = [(_("Calendar"), "calendars.week"), (_("Ask for a room"), "wizard.new")]
    if account is not None and (account.group_ids or not account.is_staff):
        entries.append((_("My meetings"), "applications.mine"))
    if account is not None and account.is_staff:
        entries.append((_("Work"), "staff_today.show"))
    entries.append((_("Help"), "help.index"))
    current = current_item()
    return build_items(*entries, current="staff_today.show" if current in STAFF_MENU else current)


def staff_navigation() -> list[CountedMenuItem]:
    """Return the menu of staff, with the number of waiting applications beside the queue."""
    account = require_account()
    entries = [
        (str(label), endpoint)
        for endpoint, label in STAFF_MENU.items()
        if endpoint not in COORDINATOR_ITEMS or account.is_coordinator
    ]
    counts = {url_for("staff_queue.index"): count_waiting(account.scope)}
    return [(label, url, is_current, counts.get(url, 0)) for label, url, is_current in build_items(*entries)]


def footer_links() -> list[tuple[str, str]]:
    """Return labels and URLs of the links at the foot of every page."""
    items = build_items(
        (_("What is on"), "calendars.programme"),
        (_("Calendars for your phone"), "calendars.subscribe"),
        (_("Rules"), "regulations.current"),
        (_("Help"), "help.index"),
        (_("Accessibility statement"), "about.accessibility"),
        (_("Privacy"), "about.privacy"),
    )
    bip_url = current_config().bip_url
    bulletin = [(_("Public Information Bulletin (BIP)"), bip_url)] if bip_url else []
    return [*((label, url) for label, url, _is_current in items), *bulletin]


def return_path() -> str:
    """Return the path to go back to after choosing a language: this page, or "/" if it has no GET."""
    rule = request.url_rule
    has_get = request.method in SAFE_METHODS or (rule is not None and "GET" in (rule.methods or ()))
    return request.full_path.rstrip("?") if has_get else "/"


def init_app(app: Flask, config: Config) -> None:
    """Register the menus as template globals, and a context processor with what every page shows."""
    app.jinja_env.globals.update(
        navigation=navigation, staff_navigation=staff_navigation, footer_links=footer_links
    )
    contact = {
        "name": OFFICE_NAME,
        "address": "",
        "phone": config.contact_phone,
        "email": config.contact_email,
        "edoreczenia": config.edoreczenia,
    }

    @app.context_processor
    def page_context() -> dict[str, object]:
        return {
            "signed_in": current_account(),
            "sign_in_url": url_for("sessions.sign_in"),
            "sign_out_url": url_for("sessions.sign_out"),
            "language_url": url_for("accounts.choose_language"),
            "return_path": return_path(),
            "contact": contact,
            "settings": config,
        }
