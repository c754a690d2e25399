"""5. Lossless. TEI that was taken as it is, against the TEI it was taken from: the words of the text are the source's, the rest is the editor's."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from edition import tei
from edition.logfile import Log
from edition.lossless.view import source_view
from edition.model import Document, Finding, Severity
from edition.tei import Tree, select


def compared(document: Document, source: bytes | None, log: Log) -> Iterator[Finding]:
    """`source`: the bytes it was taken from, if they are at hand."""
    if sha256(document.data).hexdigest() == log.sha256:
        return
    if source is None:
        message = "the file was changed since it was taken, and its source is not at hand"
        yield Finding("SRC023", Severity.QUERY, document.locus(), message, "Say where the source is with --source PATH.")
        return
    before, after = tei.parse(source).tree, document.tree
    if before is None or after is None:
        yield Finding("SRC020", Severity.ERROR, document.locus(), "the file was changed since it was taken, and is not well-formed XML")
        return
    old, new = _words(before), _words(after)
    if old == new:
        yield Finding("SRC022", Severity.NOTE, document.locus(), "the file was changed since it was taken, but no word of the source in it")
        return
    at = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    message = f"the source has {' '.join(old[at : at + 6])!r} where the file has {' '.join(new[at : at + 6])!r}, behind {' '.join(old[max(0, at - 4) : at])!r}"
    yield Finding("SRC020", Severity.ERROR, document.locus(), message, 'If the TEI is the master, say  master = "tei"  in edition.toml.')


def _words(tree: Tree) -> list[str]:
    return [word for top in select(tree, "/*/t:text | /*/t:sourceDoc") for word in source_view(top).split()]
