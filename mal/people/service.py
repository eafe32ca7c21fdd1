"""What people do with their accounts and groups."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from mal.people import passwords, queries
from mal.people.models import Account, Group, GroupKind, LeaderRole, Leadership, SignIn
from mal.shared import clock
from mal.shared.database import db

SIGNED_IN_FOR = timedelta(days=30)


def token_hash(token: str) -> str:
    """Hash a random token for keeping: a leaked database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def register_account(*, email: str, name: str, password: str, phone: str = "", locale: str = "pl") -> Account:
    """Open an account; the address must be free (the form has asked)."""
    account = Account(
        email=email.strip().lower(),
        name=name,
        phone=phone,
        password_hash=passwords.hash_password(password),
        locale=locale,
        created_at=clock.now(),
        posts=[],
        leaderships=[],
    )
    db.session.add(account)
    db.session.flush()
    return account


def set_account_locale(account: Account, language: str) -> None:
    """Write letters to someone in another language from now on."""
    account.locale = language


def authenticate(email: str, password: str) -> Account | None:
    """Find the account that the address and the password open; as slow for unknown addresses."""
    account = queries.get_account_by_email(email)
    kept = account.password_hash if account is not None and account.disabled_at is None else None
    return account if passwords.verify_password(kept, password) else None


def start_session(account: Account) -> str:
    """Open a session row and give the secret that the browser keeps."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.execute(delete(SignIn).where(SignIn.account_id == account.id, SignIn.ends_at <= now))
    db.session.add(
        SignIn(
            account_id=account.id,
            token_hash=token_hash(token),
            started_at=now,
            ends_at=now + SIGNED_IN_FOR,
        )
    )
    return token


def end_session(token: str) -> None:
    """End a session: the cookie is worth nothing from now on, wherever it is."""
    db.session.execute(
        update(SignIn).where(SignIn.token_hash == token_hash(token)).values(ends_at=clock.now())
    )


@dataclass(frozen=True, kw_only=True)
class GroupProfile:
    """What a group says of itself."""

    kind: GroupKind
    name: str
    about: str = ""
    members: int = 1
    nip: str = ""
    krs: str = ""
    phone: str = ""
    email: str = ""


def create_group(profile: GroupProfile, leader: Account | None) -> Group:
    """Create a group; without a leader it is run by staff for people who have no account.

    The same form sent twice makes one group: a leader has no two that say the same of themselves.
    """
    kept = None if leader is None else find_identical_group(profile, leader)
    if kept is not None:
        return kept
    now = clock.now()
    group = Group(**vars(profile), created_at=now, feed_changed_at=now, leaders=[])
    db.session.add(group)
    db.session.flush()
    if leader is not None:
        leader.leaderships.append(Leadership(group=group, group_id=group.id, role=LeaderRole.LEADER))
        db.session.flush()
    return group


def find_identical_group(profile: GroupProfile, leader: Account) -> Group | None:
    """Find the group of a leader that says exactly this of itself; the second tap waits here for the first."""
    db.session.execute(update(Account).where(Account.id == leader.id).values(name=Account.name))
    wanted = vars(profile)
    groups = queries.list_groups_led_by(leader)
    return next((each for each in groups if {name: getattr(each, name) for name in wanted} == wanted), None)


def update_group(group: Group, profile: GroupProfile) -> None:
    """Change what a group says of itself; its calendar shows the new name at once."""
    for name, value in vars(profile).items():
        setattr(group, name, value)
    db.session.execute(
        update(Group)
        .where(Group.id == group.id)
        .values(feed_version=Group.feed_version + 1, feed_changed_at=clock.now())
    )
