"""What a meeting holds: the room or its parts, with the time to tidy up, and the pieces of equipment."""

from collections.abc import Iterable
from datetime import timedelta

from mal.bookings.availability import ResourceNeed
from mal.bookings.models import Booking
from mal.places.models import Equipment, Room


def room_needs(room: Room, equipment: Iterable[tuple[Equipment, int]] = ()) -> list[ResourceNeed]:
    """List what a meeting in a room with some equipment holds, in the order of ids."""
    after = timedelta(minutes=room.buffer_minutes)
    things = [ResourceNeed(item.id, item.capacity, quantity, item.name) for item, quantity in equipment]
    parts = [ResourceNeed(resource_id, 1, 1, room.name, after) for resource_id in room.held_ids()]
    return sorted([*parts, *things], key=lambda need: need.resource_id)


def booking_needs(booking: Booking) -> list[ResourceNeed]:
    """List what each date of a booking holds."""
    return room_needs(booking.room, [(line.equipment, line.quantity) for line in booking.equipment])
