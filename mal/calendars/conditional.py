"""Conditional requests (RFC 9110, sections 12.5.3 and 13): what the client has, and what it can read."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property, lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags

# Browsers and calendars send a few dozen characters; a longer header is treated as if it were absent.
MAX_HEADER_LENGTH = 1000
# A change is stamped when it begins and seen when it is committed; in between another one may be seen.
WARM = timedelta(seconds=5)


@dataclass(frozen=True)
class Ready:
    """Octets that are sent again and again: named once, and compressed once."""

    octets: bytes

    @cached_property
    def tag(self) -> str:
        """Name the octets; equal in all processes, and after a restart."""
        return hashlib.sha256(self.octets).hexdigest()[:32]

    @cached_property
    def squeezed(self) -> bytes:
        """Give the octets compressed."""
        return gzip.compress(self.octets, 6, mtime=0)

    def tags(self, *, zipped: bool) -> list[str]:
        """List the tags of what the client can read, the preferred first."""
        return [f'"{self.tag}-gzip"', f'"{self.tag}"'] if zipped else [f'"{self.tag}"']


def tags_of(header: str) -> list[str]:
    """Return the quoted opaque tags of If-None-Match without their weakness; ["*"] for any, [] if there are none.

    Takes linear time: Werkzeug's parser never backtracks over more than one tag.
    """
    if header.strip() == "*":
        return ["*"]
    if len(header) > MAX_HEADER_LENGTH:
        return []
    return [f'"{tag}"' for tag in sorted(parse_etags(header).as_set(include_weak=True))]


@lru_cache(maxsize=64)
def reads_gzip(header: str) -> bool:
    """Tell whether Accept-Encoding asks for gzip; browsers and calendars send the same few over and over."""
    if len(header) > MAX_HEADER_LENGTH:
        return False
    wanted = parse_accept_header(header.lower(), Accept)
    return 0 < wanted.quality("gzip") >= wanted.quality("identity")


def http_date(moment: datetime) -> str:
    """Write a moment as HTTP does."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def is_known_since(header: str, changed_at: datetime) -> bool:
    """Tell whether If-Modified-Since says that the client has what was changed then."""
    try:
        since = parsedate_to_datetime(header)
    except ValueError:
        return False
    return since.tzinfo is not None and since >= changed_at


def last_modified(changed_at: datetime, now: datetime) -> datetime:
    """Give the Last-Modified of an answer: a little early while the change is warm.

    It counts whole seconds only. Whoever fetches between two changes of one second, or between two that overlap,
    must not be told later on that nothing has changed.
    """
    return changed_at - WARM if now - changed_at < WARM else changed_at
