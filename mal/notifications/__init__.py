"""Letters composed from event rows, and the outbox that sends them."""
