"""Exceptions that are answers for a person: a rule forbids what was asked for."""


class RuleBroken(Exception):
    """A rule forbids it; `str()` is a sentence in the reader's language, `status` the HTTP status of the answer."""

    status = 409


class NotAllowed(RuleBroken):
    """This account may not do this."""

    status = 403
