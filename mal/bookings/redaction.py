"""The one function that decides what the public sees of a meeting: pages, feeds, exports and clashes pass it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicFields:
    """What anyone may read; an empty title means "taken" and nothing more."""

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
    """Take away what residents may not know: all of a confidential meeting, the group of a closed one."""
    match visibility:
        case "open":
            return PublicFields(title, group, activity, audience, False)
        case "closed":
            return PublicFields(title, "", activity, audience, False)
        case _:
            return REDACTED
