"""Pages of usage cards and reports."""
