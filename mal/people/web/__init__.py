"""Pages about accounts, sessions and groups."""
