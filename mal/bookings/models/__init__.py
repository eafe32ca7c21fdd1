"""Tables of bookings: what groups ask for and get, what it holds, and every step that was taken."""

from mal.bookings.models.allocation import Allocation, AllocationKind
from mal.bookings.models.booking import (
    Booking,
    BookingEquipment,
    BookingEvent,
    EventDate,
    Occurrence,
    Visibility,
)

__all__ = [
    "Allocation",
    "AllocationKind",
    "Booking",
    "BookingEquipment",
    "BookingEvent",
    "EventDate",
    "Occurrence",
    "Visibility",
]
