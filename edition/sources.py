"""The source of a document: where it is, and whether the TEI still gives it back."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from edition import files, ingest, lossless, places, readers, records
from edition.errors import SourceError
from edition.model import Document, Finding, Hints, Locus, Severity, Source, digest
from edition.project import Project
from edition.records import Record


def of(project: Project, document: Document, outside: Path | None) -> Path | None:
    """Where a document's source is, if it can be found."""
    entry = next((entry for entry in project.documents if entry.name == document.name), None)
    if entry is None:
        place, _, name = document.name.partition("-")
        return project.folder / place / f"{name}.md"
    where = ingest.in_edition(project, entry.name)
    record = records.read(where.record) if where.record.is_file() else Record()
    try:
        return places.document(project, entry, record, outside)
    except SourceError:
        return None


def verified(document: Document, source: Path | None, hints: Hints | None = None, *, record: Path | None = None) -> tuple[list[Finding], list[str]]:
    """What `lossless.verify` finds, and whether the source is still the one that was read; and in words what comes back. `record`: the file
    of the document's record: if it was changed since, hand edits may have been taken into it."""
    log = lossless.read_log(document)
    data = files.read(source) if source is not None else None
    beside = document.path.with_suffix(".layer.txt")
    held = data if not log.data.get("layer") else files.read(beside) if beside.is_file() else None
    found = [_adopted(each) if _ahead(record, log) else each for each in lossless.verify(document, held)]
    if any(each.severity == Severity.ERROR for each in found):
        return found, []
    known = str(log.data["source"]["sha256"])
    layer = log.data.get("layer")
    if data is not None and digest(data) != known:
        found.append(Finding("SRC024", Severity.ERROR, Locus(str(source)), f"the source has changed: its sha256 is {digest(data)}, the log has {known}", "Bring back the file that was ingested, or ingest the new one."))
        return found, []
    if data is None:
        found.append(Finding("SRC025", Severity.NOTE, Locus(str(document.path)), "the source is not at hand: compared with its checksum in the log", f"Name its folder with --seeds or {places.VARIABLE}."))
    if layer is None:
        return found, [f"{document.path}: gives back {Path(log.source).name} byte for byte (sha256 {known[:16]}…)"]
    if source is not None and data is not None:
        again = readers.read(source, hints)
        if digest(again.text.encode()) != layer["sha256"]:
            found.append(_otherwise(source, again, str(layer["reader"]), held))
    return found, [f"{document.path}: gives back the text of {Path(log.source).name}, as it was read (sha256 {str(layer['sha256'])[:16]}…)"]


def _ahead(record: Path | None, log: lossless.Log) -> bool:
    """Whether the record was changed since the TEI was made."""
    return record is not None and record.is_file() and "record" in log.data and digest(files.read(record)) != log.data["record"]


def _adopted(found: Finding) -> Finding:
    """A hand edit that a later record may hold by now."""
    if found.code != "SRC022":
        return found
    return replace(found, hint="The record was changed since the TEI was made: if it says this now, `edition ingest --overwrite` makes the TEI with it.")


def _otherwise(source: Path, again: Source, reader: str, held: bytes | None) -> Finding:
    """SRC026: who reads the file otherwise than whom, and the first line of the layer that differs."""
    who = f"{again.reader} reads the file otherwise than {reader} did" if again.reader != reader else f"the file is read otherwise than when it was ingested, though by the same {reader}"
    old, new = (held or b"").decode("utf-8", "replace").split("\n"), again.text.split("\n")
    line = next((number for number, (one, other) in enumerate(zip_longest(old, new), 1) if one != other), 0) if held else 0
    shown = f': line {line} was "{_line(old, line)}", and is "{_line(new, line)}"' if line else ""
    return Finding("SRC026", Severity.QUERY, Locus(str(source)), who + shown, "The TEI holds what was read then; ingest again to take the new reading.")


def _line(lines: list[str], number: int) -> str:
    text = lines[number - 1] if number <= len(lines) else ""
    return text if len(text) <= 60 else text[:60] + "…"


def hints(project: Project, document: Document) -> Hints:
    """How the record says that a document's source is to be read."""
    where = ingest.in_edition(project, document.name)
    return hints_of(where.record)


def hints_of(record: Path) -> Hints:
    """What a record says of reading; nothing, if there is no such file."""
    said = records.read(record) if record.is_file() else Record()
    return Hints(said.encoding, said.format, said.part)
