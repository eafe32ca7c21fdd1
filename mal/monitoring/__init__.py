"""Usage cards of meetings, and the figures, charts and reports made of cards and bookings."""
