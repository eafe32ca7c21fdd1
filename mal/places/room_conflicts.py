"""Which rooms exclude each other: a room, its parts, the wholes it belongs to, and wholes that share a part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def conflicting_room_ids(
    parts: Iterable[tuple[int, int]], room_ids: Iterable[int] = ()
) -> Mapping[int, frozenset[int]]:
    """Return, for each room, the rooms that cannot be held at the same time as it, itself included.

    `parts` are pairs of (whole, part). A room occupies itself and its parts, and two rooms exclude each other when
    they occupy a room in common. The answer has every room of the pairs and of `room_ids`.
    """
    occupied: dict[int, set[int]] = {room_id: {room_id} for room_id in room_ids}
    for whole_id, part_id in parts:
        occupied.setdefault(whole_id, {whole_id}).add(part_id)
        occupied.setdefault(part_id, {part_id})
    occupants: dict[int, set[int]] = defaultdict(set)
    for room_id, places in occupied.items():
        for place in places:
            occupants[place].add(room_id)
    return {
        room_id: frozenset().union(*(occupants[place] for place in places))
        for room_id, places in occupied.items()
    }
