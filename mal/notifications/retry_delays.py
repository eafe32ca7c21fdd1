"""How long to wait before a letter is tried again."""

from datetime import timedelta

RETRY_DELAYS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
# Then every two hours: nearly five days, as long as mail servers themselves keep trying.
MAX_ATTEMPTS = 60


def retry_delay(attempts: int) -> timedelta | None:
    """Give the pause after so many attempts; `None` when it is time to give up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return RETRY_DELAYS[min(attempts, len(RETRY_DELAYS)) - 1]
