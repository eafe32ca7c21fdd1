"""Pictures of the key pages, taken from the demo data."""
