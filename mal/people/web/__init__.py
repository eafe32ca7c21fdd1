"""Account and group pages."""
