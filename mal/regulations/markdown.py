"""Markdown of a version rendered to HTML; the only module that imports the renderer."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=32)
def render_markdown(body: str) -> Markup:
    """Return the text as HTML; raw HTML in it is escaped and links with unsafe schemes stay text."""
    return Markup(_markdown.render(body))  # noqa: S704 - the renderer escapes HTML
