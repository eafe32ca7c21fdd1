"""The one function that decides what the public sees of a meeting: pages, feeds, exports and clashes pass it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """What anyone may read; an empty title means "taken" and nothing more."""

    title: str
    group: str
    activity: str
    audience: tuple[str, ...]
    is_confidential: bool


NOTHING = Shown("", "", "", (), True)


def shown(
    visibility: str,
    *,
    title: str,
    group: str = "",
    activity: str = "",
    audience: tuple[str, ...] = (),
) -> Shown:
    """Take away what residents may not know: all of a confidential meeting, the group of a closed one."""
    match visibility:
        case "open":
            return Shown(title, group, activity, audience, False)
        case "closed":
            return Shown(title, "", activity, audience, False)
        case _:
            return NOTHING
