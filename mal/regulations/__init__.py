"""Versions of the Regulamin with the numbers they set, and who accepted which."""
