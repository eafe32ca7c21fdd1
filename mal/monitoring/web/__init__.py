"""Usage cards and reports."""
