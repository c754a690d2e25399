"""9. Independent programs judge the finished files. One thin module each; a program that crashes never means "invalid".

`PROOFS` is the table: a name to a function that takes files (and a schema, where the program needs one) and gives findings. Installed
packages add rows by the entry-point group ``edition.proofs``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path

from edition.model import Finding

Proof = Callable[[Sequence[Path], Path | None], list[Finding]]


def _epubcheck(files: Sequence[Path], schema: Path | None = None) -> list[Finding]:
    from edition.proofs import epubcheck

    return epubcheck.check(files)


def _jing(files: Sequence[Path], schema: Path | None = None) -> list[Finding]:
    from edition.proofs import jing

    if schema is None:
        raise ValueError("jing judges by a schema: name one")
    return jing.check(files, schema)


PROOFS: Mapping[str, Proof] = {
    "epubcheck": _epubcheck,  # EPUB 3.3, by the W3C's own checker
    "jing": _jing,  # any XML against a RELAX NG schema
}


def proofs() -> dict[str, Proof]:
    """Our rows and those of installed packages, ours first."""
    found = dict(PROOFS)
    for row in sorted(entry_points(group="edition.proofs"), key=lambda row: row.name):
        found.setdefault(row.name, row.load())
    return found
