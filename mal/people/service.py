"""Changes to accounts, sessions and groups."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from mal.people import passwords, queries
from mal.people.errors import EmailTaken
from mal.people.models import Account, Group, GroupKind, LeaderRole, Leadership, UserSession
from mal.people.tokens import hash_token
from mal.shared import clock
from mal.shared.database import db

SESSION_LIFETIME = timedelta(days=30)
SESSION_TOKEN_BYTES = 32


def register_account(*, email: str, name: str, password: str, phone: str = "", locale: str = "pl") -> Account:
    """Create an account and flush it.

    Raises EmailTaken if another account has the address.
    """
    if queries.get_account_by_email(email) is not None:
        raise EmailTaken
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
    """Set the language of the letters to an account."""
    account.locale = language


def authenticate(email: str, password: str, *, demo_allowed: bool = True) -> Account | None:
    """Return the enabled account with this address and password, or None; both take the same time.

    The demo's accounts have a public password: where real people are served, `demo_allowed` is to be False.
    """
    account = queries.get_account_by_email(email)
    is_enabled = account is not None and account.disabled_at is None and (demo_allowed or not account.is_demo)
    password_hash = account.password_hash if account is not None and is_enabled else None
    return account if passwords.verify_password(password_hash, password) else None


def start_session(account: Account) -> str:
    """Create a session and return its token for the cookie; deletes the account's expired sessions."""
    token = secrets.token_urlsafe(SESSION_TOKEN_BYTES)
    now = clock.now()
    expired = UserSession.account_id == account.id, UserSession.ends_at <= now
    db.session.execute(delete(UserSession).where(*expired))
    session = UserSession(
        account_id=account.id,
        token_hash=hash_token(token),
        started_at=now,
        ends_at=now + SESSION_LIFETIME,
    )
    db.session.add(session)
    return token


def end_session(token: str) -> None:
    """End the session of a token now, in whichever browser the cookie is."""
    ended = update(UserSession).where(UserSession.token_hash == hash_token(token))
    db.session.execute(ended.values(ends_at=clock.now()))


@dataclass(frozen=True, kw_only=True)
class GroupProfile:
    """What a group tells about itself; the names are those of the columns of Group."""

    kind: GroupKind
    name: str
    about: str = ""
    members: int = 1
    nip: str = ""
    krs: str = ""
    phone: str = ""
    email: str = ""


def create_group(profile: GroupProfile, leader: Account | None) -> Group:
    """Create a group and flush it; one without a leader is managed by staff.

    Returns the existing group if the leader has one with an identical profile, so that a form that is submitted
    twice creates one group.
    """
    identical = None if leader is None else find_identical_group(profile, leader)
    if identical is not None:
        return identical
    now = clock.now()
    group = Group(**vars(profile), created_at=now, feed_changed_at=now, leaders=[])
    db.session.add(group)
    db.session.flush()
    if leader is not None:
        leader.leaderships.append(Leadership(group=group, group_id=group.id, role=LeaderRole.LEADER))
        db.session.flush()
    return group


def find_identical_group(profile: GroupProfile, leader: Account) -> Group | None:
    """Return the leader's group with exactly this profile, or None.

    Locks the leader's row first: a second submission of the same form waits until the first has committed.
    """
    db.session.execute(update(Account).where(Account.id == leader.id).values(name=Account.name))
    wanted = vars(profile)
    groups = queries.list_groups_led_by(leader)
    return next((each for each in groups if {name: getattr(each, name) for name in wanted} == wanted), None)


def update_group(group: Group, profile: GroupProfile) -> None:
    """Change a group's profile and increase the version of its calendar feed, which shows the name."""
    for name, value in vars(profile).items():
        setattr(group, name, value)
    bumped = {"feed_version": Group.feed_version + 1, "feed_changed_at": clock.now()}
    db.session.execute(update(Group).where(Group.id == group.id).values(bumped))
