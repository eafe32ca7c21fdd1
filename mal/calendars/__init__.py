"""The public programme and the feeds people subscribe to.

`ical` is the pure part: from events to the octets of an iCalendar file."""
