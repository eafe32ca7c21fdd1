"""Random secrets of session cookies and feed addresses: the database holds only their hashes."""

import hashlib


def hash_token(token: str) -> str:
    """Return the SHA-256 of a random token in hexadecimal, so that a leaked database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
