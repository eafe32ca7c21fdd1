"""Passwords, hashed with argon2id (19 MiB, two passes)."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST, LONGEST = 10, 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    return _hasher.hash(password)


@lru_cache(maxsize=1)
def dummy_hash() -> str:
    """Give a hash that no password matches, so that an unknown address takes as long as a known one."""
    return hash_password("nobody signs in with this")


def verify_password(kept: str | None, password: str) -> bool:
    """Tell whether a password is the kept one; takes the same time where there is no such account."""
    try:
        verified = _hasher.verify(kept or dummy_hash(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return verified and kept is not None
