"""The usage card after a meeting, and the figures made of cards and bookings."""
