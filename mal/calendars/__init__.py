"""What is on: the public programme, calendars to subscribe to, and secret calendars of groups."""
