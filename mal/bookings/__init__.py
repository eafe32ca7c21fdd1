"""Bookings and their occurrences, what they hold, what is free, and closures."""
