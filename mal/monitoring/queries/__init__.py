"""Queries for usage cards and for what reports count."""
