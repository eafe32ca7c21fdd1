"""Sites, rooms and their parts, equipment, opening hours, closures: what there is to lend, and when."""
