"""Adopt: hand edits of a TEI file that a record can express become entries of the record; the rest is listed, by line.

What was edited is told by a comparison with the TEI as it would be made now; what became of it, by making it once more with the new
record, before anything is written. So nothing is claimed to be adopted that the next `edition ingest --overwrite` would lose.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from edition import files, ingest, lossless, records, tei
from edition.addresses import Ground
from edition.adopt.entries import NEW, Entries
from edition.adopt.into import Taker
from edition.adopt.standoff import Difference, Thing, difference, things
from edition.edits import EditLog
from edition.errors import EditionError, SourceError
from edition.ingest import Ingested, Where
from edition.model import Document, Finding, Locus, Severity, digest
from edition.project import Entry, Project
from edition.records import Record

HINT = "Say it in the record in other words, or make the TEI the master:  master = \"tei\"  in edition.toml."


@dataclass(frozen=True)
class Adopted:
    """What came of it: the record as it is to be (None: as it was), what was taken, and what cannot be."""

    record: Path
    text: bytes | None = None
    taken: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def adopt(project: Project, entry: Entry, source: Path, where: Where, *, write: bool = True) -> Adopted:
    """One document. Raises EditionError; writes nothing if a word of the source was changed (the findings are its errors)."""
    if not where.tei.is_file():
        raise SourceError(f"{where.tei}: there is no TEI of {entry.name!r} yet", hint="Make it with `edition ingest`.")
    document = ingest.load(entry.name, where.tei)
    log = lossless.read_log(document)
    if log.as_it_is:
        raise SourceError(f"{where.tei}: was taken as it is, from TEI: there is nothing that a record could say", hint="Edit the TEI in the seeds folder.")
    wrong = [found for found in lossless.verify(document, _source(source, log, where)) if found.severity == Severity.ERROR]
    if wrong:
        return Adopted(where.record, findings=tuple(wrong))
    edited = lossless.settled(document)
    base = _made(project, entry, source, where)
    before, after = things(base.document, lossless.read_log(base.document)), things(edited, log)
    found = difference(before, after)
    old = files.read(where.record) if where.record.is_file() else b""
    same = log.data.get("record", "") == (digest(old) if old else "")
    record = records.read(where.record) if where.record.is_file() else Record()
    made = lossless.read_log(base.document).edits
    text = old.decode("utf-8-sig")
    taker = Taker(record, Ground(base.text, EditLog(made.mechanical)), made.editorial, before, Entries(text or NEW), removals=same)
    if not _equal_sources(base.document, document):
        raise SourceError(f"{where.tei}: the source is read or repaired otherwise than when this TEI was made", hint="Ingest again, and repeat the edits, or make the TEI the master.")
    taker.take(found)
    new = _text(taker, where)
    trial = _made(project, entry, source, where, record=new) if new is not None else base
    left = difference(things(trial.document, lossless.read_log(trial.document)), after)
    notes = [*_rest(left, edited, document), *_elsewhere(trial.document, edited)]
    notes += [each for each in trial.findings if each.severity == Severity.ERROR and each.message not in {one.message for one in base.findings}]
    if not same and found.removed:
        message = "the record was changed since this TEI was made, so what is not in the TEI was not taken out of the record"
        notes.append(Finding("SRC033", Severity.QUERY, document.locus(), message, "Take entries out of the record by hand."))
    if new is not None and write:
        files.write(where.record, new)
    return Adopted(where.record, new, tuple(taker.said), tuple(notes))


def _source(source: Path, log: lossless.Log, where: Where) -> bytes | None:
    path = where.layer if log.data.get("layer") else source
    return files.read(path) if path.is_file() else None


def _text(taker: Taker, where: Where) -> bytes | None:
    """The new record; None if nothing is to be written."""
    if not taker.said:
        return None
    try:
        return taker.entries.done().encode()
    except ValueError as error:
        raise SourceError(f"{where.record}: {error}, and are left as they are", hint="Write each as a table of its own, such as [[fix]].") from None


def _made(project: Project, entry: Entry, source: Path, where: Where, *, record: bytes | None = None) -> Ingested:
    """The document as ingest would make it, with another record if one is given. Nothing is written."""
    entry = replace(entry, master="record")
    if record is None:
        return ingest.ingest(project, entry, source, where, overwrite=True, write=False)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / where.record.name
        trial.write_bytes(record)
        beside = where.record.with_suffix(".notes.md")
        if beside.is_file():
            shutil.copy(beside, trial.with_suffix(".notes.md"))
        try:
            return ingest.ingest(project, entry, source, replace(where, record=trial), overwrite=True, write=False)
        except EditionError as error:
            raise type(error)(error.message.replace(str(trial), str(where.record)), hint=error.hint) from None


def _equal_sources(one: Document, other: Document) -> bool:
    first, second = lossless.read_log(one), lossless.read_log(other)
    return first.sha256 == second.sha256 and first.sums == second.sums


def _rest(left: Difference, edited: Document, document: Document) -> Iterator[Finding]:
    """What the record does not express."""

    def told(thing: Thing, message: str, *, there: bool = True) -> Finding:
        locus = edited.locus(thing.node) if there else document.locus()
        return Finding("SRC032", Severity.QUERY, locus, f"not taken into the record: {message}", HINT)

    for thing in left.added:
        yield told(thing, f"{_named(thing)} was added")
    for before, after in left.changed:
        yield told(after, f"{_named(after)} was {_named(before)}")
    for thing in left.removed:
        yield told(thing, f"{_named(thing)} was taken out", there=False)


def _named(thing: Thing) -> str:
    said = " ".join(f'{name.rpartition("}")[2]}="{value}"' for name, value in thing.attributes)
    words = " ".join("".join(thing.node.itertext()).split())
    where = f" in {thing.text}" if thing.kind == "block" else ""
    return f'<{thing.name}{" " + said if said else ""}> "{words[:40]}"{where}'


def _elsewhere(made: Document, edited: Document) -> Iterator[Finding]:
    """The header, the order of the blocks, and words of nobody."""
    assert made.tree is not None
    assert edited.tree is not None

    def note(node: tei.Element | None, message: str) -> Finding:
        return Finding("SRC032", Severity.QUERY, edited.locus(node), f"not taken into the record: {message}", HINT)

    one, other = (tei.first(tree, "/t:TEI/t:teiHeader/t:fileDesc") for tree in (made.tree, edited.tree))
    if tei.plain(one) != tei.plain(other):
        yield note(other, "the header was changed")
    first, second = ([place[:2] for place in lossless.leaves(tree)] for tree in (made.tree, edited.tree))
    if first != second and sorted(first) == sorted(second):
        moved = next(node for (start, end, node), place in zip(lossless.leaves(edited.tree), first, strict=True) if (start, end) != place)
        yield note(moved, "blocks were moved")
    for found in lossless.verify(edited):
        if found.code == "SRC027":
            yield Finding("SRC032", Severity.QUERY, Locus(found.locus.file, found.locus.line, found.locus.column, found.locus.id), f"not taken into the record: {found.message}", HINT)
