"""The text of a version: Markdown without raw HTML."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=32)
def render_markdown(body: str) -> Markup:
    """Render a text; raw HTML and odd links in it stay plain words."""
    return Markup(_markdown.render(body))  # noqa: S704 - the renderer escapes HTML
