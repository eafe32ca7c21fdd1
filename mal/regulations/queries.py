"""Queries for versions of the Regulamin and acceptances."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from mal.regulations.models import Acceptance, Regulation
from mal.regulations.policy import Policy
from mal.shared.database import db

Statement = Select[*tuple[Any, ...]]


def in_force(statement: Statement, day: date) -> Statement:
    """Narrow a query for versions to the one in force on a Warsaw day: the latest that has taken effect."""
    return (
        statement.where(Regulation.effective_on <= day)
        .order_by(Regulation.effective_on.desc(), Regulation.number.desc())
        .limit(1)
    )


def get_regulation_in_force(day: date) -> Regulation | None:
    """Return the version in force on a Warsaw day, or None before the first."""
    regulation: Regulation | None = db.session.scalar(in_force(select(Regulation), day))
    return regulation


def get_policy(day: date) -> Policy:
    """Return the policy in force on a Warsaw day; the default one before the first version.

    Does not load the long text, because every availability check asks for the policy.
    """
    numbers = db.session.scalar(in_force(select(Regulation.numbers), day))
    return Policy() if numbers is None else Policy.from_numbers(numbers)


def list_versions() -> Sequence[Regulation]:
    """Return all versions, the newest first."""
    return db.session.scalars(select(Regulation).order_by(Regulation.number.desc())).all()


def get_version(number: int) -> Regulation | None:
    """Return the version with a number, or None."""
    return db.session.scalar(select(Regulation).where(Regulation.number == number))


def next_version_number() -> int:
    """Return the number of the next version to be published, counted from 1."""
    return (db.session.scalar(select(func.max(Regulation.number))) or 0) + 1


def get_acceptance(regulation_id: int, account_id: int, group_id: int) -> Acceptance | None:
    """Return an account's acceptance of a version for a group, or None."""
    return db.session.scalar(
        select(Acceptance).where(
            Acceptance.regulation_id == regulation_id,
            Acceptance.account_id == account_id,
            Acceptance.group_id == group_id,
        )
    )


def list_acceptances(regulation_id: int) -> Sequence[Acceptance]:
    """Return the acceptances of a version with accounts and groups loaded, the latest first."""
    return db.session.scalars(
        select(Acceptance)
        .options(joinedload(Acceptance.account), joinedload(Acceptance.group))
        .where(Acceptance.regulation_id == regulation_id)
        .order_by(Acceptance.accepted_at.desc(), Acceptance.id.desc())
    ).all()
