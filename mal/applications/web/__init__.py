"""Pages of applications: asking, following, deciding, booking by phone, closing rooms."""
