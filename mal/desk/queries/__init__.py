"""Questions of the desk, in a fixed number of statements whatever the number of rows."""
