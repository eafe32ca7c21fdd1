"""What a booking holds: its room or the parts of it, with the buffer, and pieces of equipment."""

from collections.abc import Iterable
from datetime import timedelta

from mal.bookings.availability import ResourceNeed
from mal.bookings.models import Booking
from mal.places.models import Equipment, Room


def room_needs(room: Room, equipment: Iterable[tuple[Equipment, int]] = ()) -> list[ResourceNeed]:
    """Return what a meeting in a room holds, with (equipment, pieces), in the order of resource ids."""
    after = timedelta(minutes=room.buffer_minutes)
    things = [ResourceNeed(item.id, item.capacity, quantity, item.name) for item, quantity in equipment]
    parts = [ResourceNeed(resource_id, 1, 1, room.name, after) for resource_id in room.held_ids()]
    return sorted([*parts, *things], key=lambda need: need.resource_id)


def booking_needs(booking: Booking) -> list[ResourceNeed]:
    """Return what each occurrence of a booking holds, in the order of resource ids."""
    return room_needs(booking.room, [(line.equipment, line.quantity) for line in booking.equipment])


def held_resource_ids(rooms: Iterable[Room]) -> list[int]:
    """Return the ids of the resources that some rooms hold together, sorted: their parts, or the rooms themselves."""
    return sorted({held_id for room in rooms for held_id in room.held_ids()})
