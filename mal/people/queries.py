"""Questions about people."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import joinedload

from mal.people.models import Account, Group, Leadership, SignIn, StaffPost
from mal.shared.database import db

# Written once: putting it together costs as much as asking it.
SIGNED_IN = (
    select(Account)
    .join(SignIn, SignIn.account_id == Account.id)
    .options(joinedload(Account.posts), joinedload(Account.leaderships))
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ends_at > bindparam("now"),
        Account.disabled_at.is_(None),
    )
)


def get_account_by_email(email: str) -> Account | None:
    """Find an account by its address, whatever the case it was typed in."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def get_signed_in_account(token_hash: str, now: datetime) -> Account | None:
    """Find whose browser this is, if the sign-in still holds: asked by every page, so in one statement."""
    found = db.session.scalars(SIGNED_IN, {"token_hash": token_hash, "now": now})
    return found.unique().one_or_none()


def list_groups_led_by(account: Account) -> Sequence[Group]:
    """List the groups that someone leads."""
    return db.session.scalars(
        select(Group)
        .join(Leadership, Leadership.group_id == Group.id)
        .where(Leadership.account_id == account.id)
        .order_by(Group.name, Group.id)
    ).all()


def list_groups() -> Sequence[Group]:
    """List every group by name: the choice of staff who write for someone."""
    return db.session.scalars(select(Group).order_by(Group.name, Group.id)).all()


def list_leaders(group_id: int) -> Sequence[Account]:
    """List the people who lead a group and can sign in."""
    return db.session.scalars(
        select(Account)
        .join(Leadership, Leadership.account_id == Account.id)
        .where(Leadership.group_id == group_id, Account.disabled_at.is_(None))
        .order_by(Account.id)
    ).all()


def list_staff(site_ids: Collection[int]) -> Sequence[Account]:
    """List the people who work at any of the sites, the coordinator among them."""
    working = exists().where(StaffPost.account_id == Account.id, StaffPost.site_id.in_(sorted(site_ids)))
    return db.session.scalars(
        select(Account)
        .where(or_(working, Account.is_coordinator), Account.disabled_at.is_(None))
        .order_by(Account.id)
    ).all()


def get_group(group_id: int) -> Group | None:
    """Find a group with its leaders."""
    return db.session.scalar(
        select(Group)
        .options(joinedload(Group.leaders).joinedload(Leadership.account))
        .where(Group.id == group_id)
    )


def has_real_accounts() -> bool:
    """Tell whether anyone but the demo's people can sign in here."""
    return bool(db.session.scalar(select(exists().where(Account.is_demo.is_(False)))))


def has_accounts() -> bool:
    """Tell whether anyone can sign in here at all."""
    return bool(db.session.scalar(select(exists(select(Account.id)))))
