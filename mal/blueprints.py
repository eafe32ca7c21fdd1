"""Every blueprint and every command group of the application, in one explicit list.

A module with routes defines its own blueprint; it is registered because it is named here, not because something
imported it.
"""

from click import Command
from flask import Blueprint

from mal.applications.web import closures, drafts, group, phone_booking, staff_decision, staff_queue
from mal.applications.web.wizard import routes as wizard
from mal.bookings import cli as bookings
from mal.calendars import web as calendars
from mal.demo import cli as demo
from mal.monitoring.web import day_sheet, report, usage_cards
from mal.notifications import cli as notifications_cli
from mal.notifications.web import staff as letters
from mal.pages.web import about, health, staff_today, start
from mal.pages.web import help as guides
from mal.people.web import accounts, groups, sessions
from mal.regulations.web import admin as regulations_admin
from mal.regulations.web import public as regulations
from mal.server import cli as server_cli

BLUEPRINTS: tuple[Blueprint, ...] = (
    sessions.blueprint,
    accounts.blueprint,
    groups.blueprint,
    regulations.blueprint,
    regulations_admin.blueprint,
    wizard.blueprint,
    drafts.blueprint,
    group.blueprint,
    staff_queue.blueprint,
    staff_decision.blueprint,
    phone_booking.blueprint,
    closures.blueprint,
    usage_cards.blueprint,
    report.blueprint,
    day_sheet.blueprint,
    calendars.blueprint,
    letters.blueprint,
    start.blueprint,
    guides.blueprint,
    about.blueprint,
    health.blueprint,
    staff_today.blueprint,
)
COMMANDS: tuple[Command, ...] = (bookings.bookings, demo.commands, notifications_cli.worker, server_cli.serve)
