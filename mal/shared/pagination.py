"""Page numbers in the query string."""

from flask import request

from mal.shared.database import parse_id

PARAMETER = "strona"
# Bounds the offset that a query string can ask the database for.
LAST_PAGE = 10_000


def requested_page() -> int:
    """Return the page number of the request, from 1 to LAST_PAGE; 1 where it is missing or no number."""
    return min(parse_id(request.args.get(PARAMETER, "")) or 1, LAST_PAGE)
