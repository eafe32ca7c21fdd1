"""Queries for accounts, groups and staff."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import joinedload

from mal.people.models import Account, Group, Leadership, StaffPost, UserSession
from mal.shared.database import db

# Every page of a signed-in person runs it; building the statement costs as much as executing it, so it is built once.
SESSION_ACCOUNT = (
    select(Account)
    .join(UserSession, UserSession.account_id == Account.id)
    .options(joinedload(Account.posts), joinedload(Account.leaderships))
    .where(
        UserSession.token_hash == bindparam("token_hash"),
        UserSession.ends_at > bindparam("now"),
        Account.disabled_at.is_(None),
    )
)


def get_account_by_email(email: str) -> Account | None:
    """Return the account with this address, in any case and with any space around it, or None."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def get_session_account(token_hash: str, now: datetime) -> Account | None:
    """Return the account of an unexpired session with its posts and groups; None if it ended or is disabled."""
    accounts = db.session.scalars(SESSION_ACCOUNT, {"token_hash": token_hash, "now": now})
    return accounts.unique().one_or_none()


def list_groups_led_by(account: Account) -> Sequence[Group]:
    """Return the groups that an account leads, by name."""
    return db.session.scalars(
        select(Group)
        .join(Leadership, Leadership.group_id == Group.id)
        .where(Leadership.account_id == account.id)
        .order_by(Group.name, Group.id)
    ).all()


def list_groups() -> Sequence[Group]:
    """Return all groups, by name."""
    return db.session.scalars(select(Group).order_by(Group.name, Group.id)).all()


def list_leaders(group_id: int) -> Sequence[Account]:
    """Return the enabled accounts that lead a group."""
    return db.session.scalars(
        select(Account)
        .join(Leadership, Leadership.account_id == Account.id)
        .where(Leadership.group_id == group_id, Account.disabled_at.is_(None))
        .order_by(Account.id)
    ).all()


def list_staff(site_ids: Collection[int]) -> Sequence[Account]:
    """Return the enabled accounts that work at any of the sites, including the coordinators."""
    working = exists().where(StaffPost.account_id == Account.id, StaffPost.site_id.in_(sorted(site_ids)))
    return db.session.scalars(
        select(Account)
        .where(or_(working, Account.is_coordinator), Account.disabled_at.is_(None))
        .order_by(Account.id)
    ).all()


def get_group(group_id: int) -> Group | None:
    """Return a group with its leaders loaded, or None."""
    return db.session.scalar(
        select(Group)
        .options(joinedload(Group.leaders).joinedload(Leadership.account))
        .where(Group.id == group_id)
    )


def has_real_accounts() -> bool:
    """Return whether there is an account that the demo did not create."""
    return bool(db.session.scalar(select(exists().where(Account.is_demo.is_(False)))))


def has_accounts() -> bool:
    """Return whether there is any account."""
    return bool(db.session.scalar(select(exists(select(Account.id)))))
