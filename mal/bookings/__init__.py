"""What is held and when: series and their dates, allocations, availability, closures that hit them."""
