"""Pages of the Regulamin."""
