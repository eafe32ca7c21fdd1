"""Message catalogues, compiled before the tests read them."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folder: Path) -> None:
    """Write each .mo anew whose .po is newer."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        draft = target.with_suffix(".mo.draft")
        with draft.open("wb") as binary:
            write_mo(binary, catalogue)
        draft.replace(target)
