"""Pages of a long list, numbered from 1."""

from dataclasses import dataclass

from flask import request

from mal.shared.text import parse_id

PARAMETER = "strona"


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list a page shows; the last page may be shorter, and an empty list has one empty page."""

    number: int
    size: int
    total: int

    @classmethod
    def nearest(cls, number: int, *, size: int, total: int) -> "Page":
        """Return the page with a number, or the first or last one where there is no such page."""
        last = max(1, -(-total // size))
        return cls(min(max(number, 1), last), size, total)

    @property
    def offset(self) -> int:
        """The number of rows before the page."""
        return (self.number - 1) * self.size

    @property
    def previous(self) -> int | None:
        """The number of the page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The number of the page after, or None."""
        return self.number + 1 if self.offset + self.size < self.total else None


def requested_page() -> int:
    """Return the page number of the request's query string; 1 where it is missing or no number."""
    return parse_id(request.args.get(PARAMETER, "")) or 1
