"""Letters composed from event rows, and the worker that sends them."""
