"""The letters that staff can read."""
