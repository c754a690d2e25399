"""What tests of the front half share: a text and a record to TEI, as `edition.ingest` does it, without files."""

from __future__ import annotations

from pathlib import Path

from edition import ingest
from edition.ingest import Ingested, Where
from edition.project import Entry, Project


def ingested(tmp_path: Path, text: str | bytes, record: str = "", *, name: str = "letter", suffix: str = ".txt", write: bool = False) -> Ingested:
    """A document and its record, ingested."""
    source = tmp_path / f"{name}{suffix}"
    source.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    (tmp_path / f"{name}.toml").write_text(record, "utf-8")
    project = Project(id="trial", title="Trial", folder=tmp_path, documents=(Entry(name),))
    where = Where(tmp_path / "tei" / f"{name}.xml", tmp_path / f"{name}.review.toml", tmp_path / f"{name}.toml")
    return ingest.ingest(project, Entry(name), source, where, write=write)


def body(one: Ingested) -> str:
    """The TEI from <body> on, for looking at."""
    text = one.document.data.decode()
    return text[text.index("<body") :]
