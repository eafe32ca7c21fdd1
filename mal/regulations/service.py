"""Publishing a version of the Regulamin and accepting it."""

import hashlib
from datetime import date
from typing import Any

from mal.people.models import Account, Group
from mal.regulations import queries
from mal.regulations.models import Acceptance, Regulation
from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.database import db


def publish(
    *,
    title: str,
    body: str,
    change_note: str,
    effective_on: date,
    policy: Policy,
    by: Account | None,
) -> Regulation:
    """Publish the next version and flush it; from `effective_on` on, applications ask for its acceptance.

    Returns the newest version if it is identical, so that a form that is submitted twice publishes one.
    """
    content: dict[str, Any] = {
        "title": title,
        "body": body,
        "change_note": change_note,
        "numbers": policy.to_numbers(),
        "effective_on": effective_on,
    }
    number = queries.next_version_number()
    newest = queries.get_version(number - 1)
    if newest is not None and {name: getattr(newest, name) for name in content} == content:
        return newest
    version = Regulation(
        **content,
        number=number,
        text_hash=hashlib.sha256(body.encode()).hexdigest(),
        published_at=clock.now(),
        published_by_id=None if by is None else by.id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def accept(regulation: Regulation, account: Account, group: Group, locale: str) -> Acceptance:
    """Record that an account accepts the text of a version for a group; returns an earlier acceptance if there is one.

    Flushes. `locale` is the language of the page on which it was accepted.
    """
    earlier = queries.get_acceptance(regulation.id, account.id, group.id)
    if earlier is not None:
        return earlier
    acceptance = Acceptance(
        regulation_id=regulation.id,
        account_id=account.id,
        group_id=group.id,
        text_hash=regulation.text_hash,
        locale=locale,
        accepted_at=clock.now(),
    )
    db.session.add(acceptance)
    db.session.flush()
    return acceptance
