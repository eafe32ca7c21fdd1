"""The catalogues of the house, and what in a text is said in another language than its reader's."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, NavigableString, Tag

from mal.config import ROOT
from mal.shared.i18n import LANGUAGES

SOURCE = "en"
TRANSLATED = sorted(set(LANGUAGES) - {SOURCE})
GAP = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
# So much of a sentence is enough to know it by; of a shorter one, only the whole.
TELLING = 12
WITH_WORDS = ("aria-label", "title", "alt", "placeholder", "content")


def catalogue(language: str, folder: Path | None = None) -> Catalog:
    """Read the catalogue of a language, ours unless it lies elsewhere."""
    text = (folder or ROOT / "mal" / "translations" / language / "LC_MESSAGES") / "messages.po"
    with text.open("rb") as file:
        return read_po(file, locale=language)


def texts_of(message: Message) -> Iterator[str]:
    """Give each form of a translation."""
    yield from message.string if isinstance(message.string, tuple | list) else [str(message.string)]


def sources_of(message: Message) -> Iterator[str]:
    """Give the sentence that the code says, and that of several."""
    yield from message.id if isinstance(message.id, tuple | list) else [str(message.id)]


@cache
def sentences_in(language: str) -> frozenset[str]:
    """List what the house can say in a language."""
    is_source = language == SOURCE
    messages = [message for message in catalogue(TRANSLATED[0] if is_source else language) if message.id]
    return frozenset(text for each in messages for text in (sources_of if is_source else texts_of)(each))


@cache
def foreign_to(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """List the sentences, and the telling pieces of sentences, that only other languages say."""
    own = sentences_in(language)
    others = frozenset[str]().union(*(sentences_in(other) for other in LANGUAGES)) - own - {""}
    pieces = {piece.strip() for text in others for piece in GAP.split(" ".join(text.split()))}
    said = "\n".join(own)
    telling = frozenset(piece for piece in pieces if len(piece) >= TELLING and piece not in said)
    return others, telling


def is_page(part: NavigableString | Tag) -> bool:
    """Tell whether a part of a page speaks the page's own language."""
    speaking = part if isinstance(part, Tag) and part.has_attr("lang") else part.find_parent(lang=True)
    return speaking is None or speaking.name == "html"


def pieces_of(html: str) -> set[str]:
    """List what a page says, piece by piece, but for what it marks as another language."""
    soup = BeautifulSoup(html, "html.parser")
    said = {" ".join(text.split()) for text in soup.find_all(string=True) if is_page(text)}
    for name in WITH_WORDS:
        said |= {str(tag[name]) for tag in soup.select(f"[{name}]") if is_page(tag)}
    return said - {""}


def foreign_in(pieces: set[str], language: str) -> set[str]:
    """List what is said in a language that is not the reader's."""
    whole, telling = foreign_to(language)
    text = "\n".join(pieces)
    return (pieces & whole) | {piece for piece in telling if piece in text}


def foreign_on(html: str, language: str) -> set[str]:
    """List what a page says in a language that is not its reader's."""
    return foreign_in(pieces_of(html), language)
