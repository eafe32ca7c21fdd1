"""What a request may be in size: whatever is larger is refused before anything reads it."""

from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestHeaderFieldsTooLarge, RequestURITooLarge

# Octets of a body: the longest text of the rules in Ukrainian, where the address form of a letter takes six.
MAX_BODY = 700_000
# Characters of path and query together: a series over a year with all its things takes a quarter of it.
MAX_ADDRESS = 4000
# Characters of one header; browsers send up to 4096 in a cookie, and may send several.
MAX_HEADER = 8000
# A list of dates or applications to tick has a few dozen.
MAX_FORM_FIELDS = 1000


def init_app(app: Flask) -> None:
    """Check each request first of all: what is registered later finds its size in order."""
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY)
    app.before_request(refuse_oversized_request)


def refuse_oversized_request() -> None:
    """Refuse a request that is larger than any of ours.

    Raises RequestURITooLarge, RequestHeaderFieldsTooLarge or RequestEntityTooLarge.
    """
    environ = request.environ
    if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > MAX_ADDRESS:
        raise RequestURITooLarge
    headers = (value for name, value in environ.items() if name.startswith("HTTP_"))
    if max(map(len, headers), default=0) > MAX_HEADER:
        raise RequestHeaderFieldsTooLarge
    if request.mimetype == "application/x-www-form-urlencoded" and too_many_fields(request.get_data()):
        raise RequestEntityTooLarge


def too_many_fields(body: bytes) -> bool:
    """Return whether a form holds more fields than any of ours: parsing them takes far longer than counting them."""
    return body.count(b"&") >= MAX_FORM_FIELDS
