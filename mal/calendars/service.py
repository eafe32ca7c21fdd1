"""What leaders do with the secret address of their group's calendar."""

import secrets

from sqlalchemy import update

from mal.bookings.service import bump_feed_version
from mal.calendars.models import FeedKey
from mal.people.models import Account, Group
from mal.people.tokens import hash_token
from mal.shared import clock
from mal.shared.database import db

OCTETS = 24


def replace_address(group: Group, *, by: Account) -> str:
    """Make a new secret address and end the old one; the secret is given once and never kept."""
    now = clock.now()
    # Two leaders at once queue up here: only the last address stays.
    bump_feed_version([group.id])
    db.session.execute(
        update(FeedKey)
        .where(FeedKey.group_id == group.id, FeedKey.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    secret = secrets.token_urlsafe(OCTETS)
    db.session.add(
        FeedKey(
            group_id=group.id,
            token_hash=hash_token(secret),
            created_at=now,
            created_by_id=by.id,
            revoked_at=None,
        )
    )
    db.session.flush()
    return secret
