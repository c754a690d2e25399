"""1. Readers: plain text. The frozen text is the decoded file, line ends and byte order mark included (or its bytes, with steps); it has no blocks."""

from __future__ import annotations

from pathlib import Path

from edition.model import Hints, Source, digest
from edition.readers.encoding import decode


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError for binary data and for an encoding that cannot be told."""
    decoded = decode(path, data, hints.encoding)
    return Source(
        path, digest(data), len(data), "plain", decoded.text,
        encoding=decoded.encoding, errors=decoded.errors, findings=decoded.findings, marks=decoded.marks, steps=decoded.steps, meant=decoded.meant,
    )  # fmt: skip
