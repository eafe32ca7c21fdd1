"""Chance that falls the same way each time for the same names."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def number(low: int, high: int, *names: object) -> int:
    """Draw a whole number, both ends included."""
    told = "|".join(str(name) for name in names).encode()
    drawn = int.from_bytes(hashlib.sha256(told).digest()[:6])
    return low + drawn % (high - low + 1)


def one_of(things: Sequence[Thing], *names: object) -> Thing:
    """Draw one of some things."""
    return things[number(0, len(things) - 1, *names)]


def code(*names: object) -> str:
    """Draw thirty-two hexadecimal digits."""
    return hashlib.sha256("|".join(str(name) for name in names).encode()).hexdigest()[:32]
