"""5. From the TEI and its log back to the source: regenerated on every build, and what differs is named by its line.

Works on a TEI file and its log alone (beside it, or inside it); with the source at hand the changed words are named too. sha256 decides,
the checksums of the lines locate. A file that an XML editor has laid out anew gets its white space back from the log first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from edition.edits import Misplaced, apply, inverse
from edition.errors import SourceError
from edition.logfile import AGAIN, Log, alone, read_log
from edition.lossless.changes import changed, tiles
from edition.lossless.layout import settle
from edition.lossless.marks import counted, differences, paired, unaccounted
from edition.lossless.order import moved
from edition.lossless.taken import compared
from edition.lossless.view import leaves, marks, source_view, walk
from edition.model import Document, Finding, Locus, Severity
from edition.tei import Element

__all__ = ["Log", "faults", "leaves", "marks", "paired", "read_log", "repaired_text", "restore", "settled", "source_view", "verify", "walk"]


def repaired_text(root: Element, log: Log) -> str:
    """The source views of all blocks in the order of the source, with what no block holds."""
    return "".join(tile.text for tile in tiles(root, log))


def restore(document: Document) -> bytes:
    """The source's bytes (of a layered format: its layer, as UTF-8). Raises SourceError; Misplaced where the TEI was changed."""
    log = read_log(document)
    if log.as_it_is:
        return alone(document.data)
    if document.tree is None:
        raise SourceError(f"{document.path}:{document.parsed.line}: not well-formed XML: {document.parsed.message}")
    return _restored(document, log)


def _restored(document: Document, log: Log) -> bytes:
    assert document.tree is not None
    text = apply(inverse(log.edits.mechanical), repaired_text(document.tree.getroot(), log))
    decode = log.data.get("decode") or {"encoding": "utf-8", "errors": "strict"}
    return text.encode(decode["encoding"], decode["errors"])


def holds(document: Document, log: Log) -> bool:
    """Whether the source comes back, byte for byte."""
    try:
        return sha256(_restored(document, log)).hexdigest() == log.sha256
    except (ValueError, LookupError, TypeError):  # Misplaced, UnicodeEncodeError; the others from a log that was changed
        return False


def settled(document: Document) -> Document:
    """The document with the white space of its source, wherever an XML editor has laid it out anew. `data`, and so every line
    number, stay those of the file; the tree is another."""
    log = read_log(document)
    if document.tree is None or log.as_it_is or log.shape is None or holds(document, log):
        return document
    again = replace(document)  # parsed anew: its tree is ours to change
    assert again.tree is not None
    settle(again.tree.getroot(), log)
    return again


def verify(document: Document, source: bytes | None = None) -> list[Finding]:
    """Whether the TEI still holds its source, word for word: no finding of severity error then. A changed corr is the editor's right.

    `source`: the source's bytes (of a layered format: its layer) if they are at hand; then the changed words are named. Raises
    SourceError without a usable log.
    """
    log = read_log(document)
    if log.as_it_is:
        return list(compared(document, source, log))
    if document.tree is None:
        message = f"not well-formed XML: {document.parsed.message}"
        return [Finding("XML001", Severity.ERROR, Locus(str(document.path), document.parsed.line, document.parsed.column), message)]
    strict = holds(document, log)
    if not log.sound:
        back = "the source comes back all the same" if strict else "the source does not come back"
        return [_altered(document, f"the log was changed since it was written; {back}")]
    if strict:
        return _remarks(document, log)
    if log.shape is None:
        return [_altered(document, "the log does not fit together")]
    again = replace(document)
    assert again.tree is not None
    filled = settle(again.tree.getroot(), log)
    if not filled.torn and holds(again, log):
        message = "the file was re-wrapped by an editor; every word of the source is there"
        lost = [Finding("SRC034", Severity.QUERY, again.locus(node), "the space before this element was lost: two words run together", "Put it back.") for node in filled.lost]
        return [Finding("SRC028", Severity.NOTE, document.locus(), message), *lost, *_remarks(again, log)]
    found = list(changed(again, log, filled.torn, _expected(log, source)))
    return found or [_altered(document, "every line of the source stands in the TEI, and yet the source does not come back: the log itself was changed")]


def _remarks(document: Document, log: Log) -> list[Finding]:
    return [*unaccounted(document), *differences(document, log), *counted(document, log), *moved(document, log)]


def faults(document: Document) -> Iterator[Finding]:
    """What is wrong with TEI that has just been made: an edit that does not show, or shows twice; a count that is not the log's."""
    log = read_log(document)
    if not log.as_it_is:
        yield from differences(document, log)
        yield from counted(document, log)


def _altered(document: Document, message: str) -> Finding:
    name = document.path.with_suffix(".edits.json") if document.log is not None else document.path
    return Finding("SRC021", Severity.ERROR, Locus(str(name)), message, AGAIN)


def _expected(log: Log, source: bytes | None) -> str | None:
    """The repaired text, from the source."""
    if source is None or sha256(source).hexdigest() != log.sha256:
        return None
    decode = log.data.get("decode") or {"encoding": "utf-8", "errors": "strict"}
    try:
        return apply(log.edits.mechanical, source.decode(decode["encoding"], decode["errors"]))
    except (Misplaced, UnicodeDecodeError, LookupError):
        return None
