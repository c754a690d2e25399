"""1. Readers: rich text (RTF), through pandoc. Its pictures are not taken; a .docx saved from it keeps them. Words that pandoc loses are told."""

from __future__ import annotations

from pathlib import Path

from edition.errors import SourceError
from edition.model import Hints, Source
from edition.readers import rtf
from edition.readers.layered import Beside, layered
from edition.readers.signature import looks_like


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError if it is not rich text."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise SourceError(f'"{path}" is not a rich text file: it looks like {looks_like(data) or "something else"}.', hint="Open it in a word processor and save it as .docx or .odt.")
    from edition.readers.pictures import collected

    return layered(path, data, "rtf", "rtf", Beside(sent=rtf.spaced(data), links=True, words=lambda: [rtf.text_of(data)], pictures=lambda addresses: collected(path, addresses, lambda _: None)))
