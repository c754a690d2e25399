"""1. Readers: plain text. The frozen text is the decoded file, line ends and byte order mark included (or its bytes, with steps); it has no blocks."""

from __future__ import annotations

from pathlib import Path

from edition.errors import SourceError
from edition.model import Hints, Source, digest
from edition.readers.encoding import decode

LARGEST = 16 * 2**20  # bytes: three times the longest novel; what is made of a text takes sixty times its size in memory


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError for binary data, for an encoding that cannot be told, and for more than a document can be."""
    if len(data) > LARGEST:
        raise SourceError(f'"{path}" has {len(data):,} bytes of text; the longest that is read has {LARGEST:,}.', hint="Split it, a chapter or a part to a file.")
    decoded = decode(path, data, hints.encoding)
    return Source(
        path, digest(data), len(data), "plain", decoded.text,
        encoding=decoded.encoding, errors=decoded.errors, findings=decoded.findings, marks=decoded.marks, steps=decoded.steps, meant=decoded.meant,
    )  # fmt: skip
