"""What a rule says when it is broken: an answer for a person, never a stack trace."""


class RuleBroken(Exception):
    """A rule of the house stands against it; `str()` is a sentence for the reader (lazily translated)."""

    status = 409


class NotAllowed(RuleBroken):
    """This person may not do this to that thing."""

    status = 403
