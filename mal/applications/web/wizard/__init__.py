"""Asking for a room, step by step."""
