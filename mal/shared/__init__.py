"""What all capabilities build on; it imports none of them. tests/architecture/test_files.py closes the list."""
