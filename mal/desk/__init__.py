"""What staff do at the desk: the queue, decisions, bookings for people on the phone, closures, the day sheet."""
