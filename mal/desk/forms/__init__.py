"""Forms of the desk: the answer, a booking for someone on the phone, a closure, the day to look at."""
