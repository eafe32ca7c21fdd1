"""Questions about the rules."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mal.regulations.models import Acceptance, Regulation
from mal.regulations.policy import Policy
from mal.shared.database import db


def get_regulation_in_force(day: date) -> Regulation | None:
    """Find the version in force on a day: the latest that has taken effect."""
    return db.session.scalar(
        select(Regulation)
        .where(Regulation.effective_on <= day)
        .order_by(Regulation.effective_on.desc(), Regulation.number.desc())
        .limit(1)
    )


def get_policy(day: date) -> Policy:
    """Give the numbers in force on a day; the draft's before any version is published."""
    # Not the whole version: its text is long, and every judgement asks.
    numbers = db.session.scalar(
        select(Regulation.numbers)
        .where(Regulation.effective_on <= day)
        .order_by(Regulation.effective_on.desc(), Regulation.number.desc())
        .limit(1)
    )
    return Policy() if numbers is None else Policy.from_numbers(numbers)


def list_versions() -> Sequence[Regulation]:
    """List all versions, the newest first."""
    return db.session.scalars(select(Regulation).order_by(Regulation.number.desc())).all()


def get_version(number: int) -> Regulation | None:
    """Find a version by its number."""
    return db.session.scalar(select(Regulation).where(Regulation.number == number))


def next_version_number() -> int:
    """Give the number of the version to be published next."""
    return (db.session.scalar(select(func.max(Regulation.number))) or 0) + 1


def get_acceptance(regulation_id: int, account_id: int, group_id: int) -> Acceptance | None:
    """Find someone's acceptance of a version for a group."""
    return db.session.scalar(
        select(Acceptance).where(
            Acceptance.regulation_id == regulation_id,
            Acceptance.account_id == account_id,
            Acceptance.group_id == group_id,
        )
    )


def list_acceptances(regulation_id: int) -> Sequence[Acceptance]:
    """List who accepted a version, the latest first."""
    return db.session.scalars(
        select(Acceptance)
        .options(joinedload(Acceptance.account), joinedload(Acceptance.group))
        .where(Acceptance.regulation_id == regulation_id)
        .order_by(Acceptance.accepted_at.desc(), Acceptance.id.desc())
    ).all()
