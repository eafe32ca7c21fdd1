"""Invented data that tells a story around today; it refuses a database with real accounts."""
