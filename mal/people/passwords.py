"""Password hashing with argon2id (19 MiB of memory, two passes); the only module that imports argon2."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MIN_LENGTH, MAX_LENGTH = 10, 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with its parameters and a random salt."""
    return _hasher.hash(password)


@lru_cache(maxsize=1)
def dummy_hash() -> str:
    """Return a hash to verify against where there is no account, so that both cases take the same time."""
    return hash_password("nobody signs in with this")


def verify_password(password_hash: str | None, password: str) -> bool:
    """Return whether the password has this hash; False, after the same time, if there is no hash."""
    try:
        verified = _hasher.verify(password_hash or dummy_hash(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return verified and password_hash is not None
