"""Sites, rooms and their parts, equipment, opening hours, holidays, closures: what can be booked, and when."""
