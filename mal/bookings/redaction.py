"""What the public sees of a booking. Pages, feeds, exports and clashes all go through `redact`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicFields:
    """The fields of a booking that anyone may read; an empty title is shown as "taken" and nothing more."""

    title: str
    group: str
    activity: str
    audience: tuple[str, ...]
    is_confidential: bool


REDACTED = PublicFields("", "", "", (), True)


def redact(
    visibility: str,
    *,
    title: str,
    group: str = "",
    activity: str = "",
    audience: tuple[str, ...] = (),
) -> PublicFields:
    """Return what anyone may read: all of an open booking, no group of a closed one, nothing of a confidential one."""
    match visibility:
        case "open":
            return PublicFields(title, group, activity, audience, False)
        case "closed":
            return PublicFields(title, "", activity, audience, False)
        case _:
            return REDACTED
