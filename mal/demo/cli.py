"""The command that loads the demo."""

import sys
import time

import click
from flask.cli import AppGroup

from mal.demo import bulk, loader
from mal.demo.errands import accounts, errands, role_of
from mal.demo.loader import Holder
from mal.demo.town import PASSWORD
from mal.shared.database import db

REAL_PEOPLE = "This database holds the accounts of real people: the demo stays out of it."
LOADED_ALREADY = "This database holds the demo already: nothing was changed."

commands = AppGroup("demo", help="The demo: a town, its people and their half-year.")


@commands.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing, and complain of nothing, unless nobody is here.")
@click.option(
    "--bookings", type=click.IntRange(min=1), help="Add so many approved bookings of one date each."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same bookings.")
def load(if_empty: bool, bookings: int | None, seed: int) -> None:
    """Load the demo, laid out around today, into an empty database; with --bookings, add many more to it."""
    holder = loader.holder()
    if holder is Holder.REAL_PEOPLE:
        if not if_empty:
            raise click.ClickException(REAL_PEOPLE)
        introduce()
        return
    if holder is Holder.NOBODY:
        loader.load()
        db.session.commit()
    elif bookings is None and not if_empty:
        click.echo(LOADED_ALREADY)
    if bookings is not None and not (if_empty and holder is Holder.DEMO):
        add(bookings, seed)
    introduce()


def add(count: int, seed: int) -> None:
    """Add many bookings, saying how far it is."""
    began, sites = time.monotonic(), 0
    for progress in bulk.add_bookings(count, seed):
        db.session.commit()
        sites = progress.sites
        say_how_far(progress.bookings, count, began)
    bulk.tell_the_planner()
    db.session.commit()
    took = time.monotonic() - began
    click.echo(f"Added {count} approved bookings on {sites} extra sites in {took:.0f} s.")


def say_how_far(done: int, count: int, began: float) -> None:
    """Keep one line of progress up to date where someone is watching; else write a line each time."""
    ending = "\r" if sys.stderr.isatty() and done < count else "\n"
    line = f"{done} of {count} bookings, {100 * done // count} %, {time.monotonic() - began:.0f} s"
    click.echo(f"{line:<60}{ending}", nl=False, err=True)


def introduce() -> None:
    """Print who of the demo can sign in and what each of them finds to do."""
    found = accounts()
    if found:
        click.echo(f"Demo accounts, all with the password {PASSWORD}:")
    for account in found:
        click.echo(f"  {account.email:<33}{account.name}, {role_of(account)}")
        click.echo(f"  {'':<33}{'; '.join(errands(account))}")
