"""Keeping what was begun: at most a few drafts for each person, for a month, gone with the sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from mal.applications import queries
from mal.applications.models import ApplicationDraft
from mal.people.models import Account
from mal.shared import clock
from mal.shared.database import db
from mal.shared.errors import NotAllowed, RuleBroken

KEPT_FOR = timedelta(days=30)
MOST_EACH = 5


class AlreadySent(RuleBroken):
    """A draft of something that is with us already."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_l("This application has been sent already; you find it under “My meetings”."))


@dataclass(frozen=True, kw_only=True)
class DraftInput:
    """What there is to keep; without answers those that are kept already stay."""

    form_key: str
    step: str
    address: str
    answers: dict[str, Any] | None = None


def retention_start() -> datetime:
    """Tell since when drafts are kept."""
    return clock.now() - KEPT_FOR


def save_draft(begun: DraftInput, account: Account) -> ApplicationDraft:
    """Save what was begun in place of what was saved of the same form before.

    Raises AlreadySent, and NotAllowed for a form of somebody else.
    """
    # Also a lock: what a page saves by itself and what its button saves may come at once.
    db.session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    draft = queries.get_draft_by_key(begun.form_key)
    if draft is None:
        if queries.get_by_form_key(begun.form_key) is not None:
            raise AlreadySent
        draft = ApplicationDraft(account_id=account.id, form_key=begun.form_key, answers={})
        db.session.add(draft)
    elif draft.account_id != account.id:
        raise NotAllowed(_l("This draft belongs to somebody else."))
    draft.step, draft.address, draft.saved_at = begun.step, begun.address, clock.now()
    if begun.answers is not None:
        draft.answers = begun.answers
    db.session.flush()
    enforce_limit(account)
    return draft


def enforce_limit(account: Account) -> None:
    """Let go what is too old, whoever's it is, and what is too much for one person: the oldest first."""
    purge_expired()
    too_many = queries.list_drafts(account.id, retention_start())[MOST_EACH:]
    for draft in too_many:
        db.session.delete(draft)


def purge_expired() -> None:
    """Let go what nobody came back to for a month; what somebody is just saving again is left alone."""
    old = select(ApplicationDraft.id).where(ApplicationDraft.saved_at <= retention_start())
    free = old.with_for_update(skip_locked=True)
    db.session.execute(delete(ApplicationDraft).where(ApplicationDraft.id.in_(free)))


def delete_draft(form_key: str, account: Account) -> None:
    """Drop a draft of someone: it was sent, or they no longer want it."""
    db.session.execute(
        delete(ApplicationDraft).where(
            ApplicationDraft.form_key == form_key, ApplicationDraft.account_id == account.id
        )
    )
