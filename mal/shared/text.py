"""Text as it is stored: clean of what breaks lines, feeds, letters or the database."""

import re
import unicodedata
from itertools import groupby, islice

# No language writes more marks over one letter. Sorting a run of them takes time with the square of its length, so
# Unicode's own "stream-safe" texts (UAX #15) are bounded alike.
MAX_MARKS = 30
# C0 and C1 controls, NUL (which PostgreSQL refuses), line separators, lone surrogates, byte order marks.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")

# The largest id that PostgreSQL's integer type holds.
LARGEST_ID = 2**31 - 1


def clean_line(text: str | None) -> str:
    """Return one line of text without controls, in NFC, with single spaces and none around it."""
    return " ".join(clean_text(text).split())


def clean_text(text: str | None) -> str:
    """Return text without controls, in NFC, with plain newlines, without space around it; takes linear time."""
    if not text:
        return ""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return normalize_nfc(UNWANTED.sub(" ", plain)).strip()


def normalize_nfc(text: str) -> str:
    """Return text in NFC, with at most thirty marks on a letter."""
    if text.isascii():
        return text
    runs = groupby(text, lambda char: unicodedata.combining(char) != 0)
    bounded = (islice(run, MAX_MARKS) if is_mark else run for is_mark, run in runs)
    return unicodedata.normalize("NFC", "".join(char for run in bounded for char in run))


def parse_id(text: str) -> int | None:
    """Return an id from a URL or a form, or None if it is not one that both databases can hold."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if is_number and 0 < int(text) <= LARGEST_ID else None
