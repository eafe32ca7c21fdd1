"""What people do with the rules: publish and accept."""

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
    """Publish a version; from its day on, the next application asks for its acceptance.

    The same form sent twice publishes one version.
    """
    said: dict[str, Any] = {
        "title": title,
        "body": body,
        "change_note": change_note,
        "numbers": policy.as_numbers(),
        "effective_on": effective_on,
    }
    number = queries.next_version_number()
    newest = queries.get_version(number - 1)
    if newest is not None and {name: getattr(newest, name) for name in said} == said:
        return newest
    version = Regulation(
        **said,
        number=number,
        text_hash=hashlib.sha256(body.encode()).hexdigest(),
        published_at=clock.now(),
        published_by_id=None if by is None else by.id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def accept(regulation: Regulation, account: Account, group: Group, locale: str) -> Acceptance:
    """Keep that someone accepted this very text for a group; once is enough."""
    kept = queries.get_acceptance(regulation.id, account.id, group.id)
    if kept is not None:
        return kept
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
