"""How long a letter waits before it is sent again."""

from datetime import timedelta

# After the last of these every two hours, for nearly five days in all: as long as mail servers themselves retry.
RETRY_DELAYS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
MAX_ATTEMPTS = 60


def retry_delay(attempts: int) -> timedelta | None:
    """Return the delay after a number of failed attempts (at least 1), or None if there have been enough."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return RETRY_DELAYS[min(attempts, len(RETRY_DELAYS)) - 1]
