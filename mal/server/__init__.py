"""What `serve` runs: web processes on one listening socket, the worker of letters, and who restarts them."""
