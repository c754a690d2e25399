"""The few frozen types that pass between stages.

Types of one stage alone live in that stage; a type is here because two stages, or a stage and the pipeline, need it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

from edition import tei

NOTHING: Mapping[str, str] = {}  # to be read only; a plain dict, because it travels between processes


class Severity(StrEnum):
    ERROR = "error"  # wrong by the standard, or an output would be broken or false
    QUERY = "query"  # an editor must look
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Locus:
    """Where something stands: file, line and column (1-based; 0 = the whole file), the nearest xml:id, the path from it."""

    file: str
    line: int = 0
    column: int = 0
    id: str = ""
    path: str = ""

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, for programs: the name of an element or attribute, its value, and the nearest that is legal ("" if there is none)."""

    name: str
    value: str = ""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """How the markup of a file can be put right: bytes of it to be replaced, and what that does, in a sentence.

    `edits`: offset, length, replacement, in the file's own encoding, in order, apart from each other. `safe`: no meaning is lost or chosen.
    """

    edits: tuple[tuple[int, int, bytes], ...]
    safe: bool
    says: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a text, for a person: what is wrong, where, and what to do. `code` as in `edition explain CODE`. `fix`: see `fixes.proposed`."""

    code: str
    severity: Severity
    locus: Locus
    message: str
    hint: str = ""
    subject: Subject | None = None
    fix: Fix | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code, "severity": str(self.severity), "file": self.locus.file, "line": self.locus.line,
            "column": self.locus.column, "id": self.locus.id, "message": self.message, "hint": self.hint,
        }  # fmt: skip


@dataclass(frozen=True)
class Block:
    """A range of the frozen text that is one thing, as the format says (`kind`) or as the structure rules found out.

    `kind` is the TEI element it would be (``p``, ``head``, ``list``, ``item``, ``table``, ``row``, ``cell``, ``quote``, ``lg``,
    ``l``, ``note``, ``figure``, ``figDesc`` …) or "" where the format says nothing (plain text). A block with children holds no
    text of its own; one without is a *leaf* and holds the text from `start` to `end` (code points, end not included).
    """

    start: int
    end: int
    kind: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    children: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Span:
    """A phrase of the frozen text (`start` = `end`: a point) that is something: ``hi``, ``ref``, ``foreign``, ``note``, ``lb`` …

    A point of kind ``note``, ``figure`` or ``formula`` has the attribute ``block``: the ``id`` of the block with its words, which
    stands behind the paragraph and goes to this place. Spans of one source nest or lie apart; they do not cross.
    """

    start: int
    end: int
    kind: str
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Media:
    """A picture that came inside a document: a safe file name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says itself of how a place might read otherwise: a tracked change, an address hidden from robots. It waits for the editor.

    `new` may stand instead of the words from `start` to `end` of the frozen text (`start` = `end`: between two of them).
    """

    start: int
    end: int
    new: str
    rule: str  # "tracked-insertion", "tracked-deletion", "hidden-address"
    why: str
    cert: str = "medium"


@dataclass(frozen=True)
class Hints:
    """What the record says of how a file is to be read; "" where it says nothing."""

    encoding: str = ""
    format: str = ""
    part: str = ""  # of a web page: "main" (its text alone), "body" (all of it)


@dataclass(frozen=True)
class Source:
    """A document as a reader took it: nothing is changed. Offsets count code points of `text`, the *frozen text*.

    Of plain text, `text` is the decoded file. Of other formats it is a line for each paragraph, heading, cell, caption and note, in
    reading order (lines end with ``\\n``), and `blocks` and `spans` say what the format says of them.
    """

    path: Path
    sha256: str
    size: int  # bytes
    format: str  # "plain", "docx", "odt", "html", "markdown", "tei"
    text: str
    encoding: str = ""  # of plain text: what decoded it ("utf-8", "cp1252" …)
    errors: str = "strict"  # how it was decoded; "surrogateescape" keeps stray bytes
    reader: str = ""  # program and version, where another one would read the file otherwise
    blocks: tuple[Block, ...] = ()
    spans: tuple[Span, ...] = ()
    media: tuple[Media, ...] = ()
    meta: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # title, author, date, lang: what the file says of itself
    findings: tuple[Finding, ...] = ()
    marks: tuple[Mark, ...] = ()
    steps: tuple[tuple[int, str, str], ...] = ()  # offset, old, new: where `text` is bytes as Latin-1, because what they say does not encode to them again
    meant: str = ""  # the encoding that the steps decode

    @property
    def layered(self) -> bool:
        """Whether the frozen text is a layer that a reader made, kept beside the TEI, and not the file itself."""
        return self.format not in ("plain", "tei")


@dataclass(frozen=True)
class Label:
    """What a block is, how sure that is (0 to 1), and why, in words for `edition ingest --explain`."""

    name: str
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Labelled:
    block: Block
    label: Label


@dataclass(frozen=True)
class Outline:
    """All blocks of a document with their labels, in the order of the source, the kind of the whole ("article", "listing" …), and the
    phrases that the rules found (references to footnotes)."""

    kind: str
    blocks: tuple[Labelled, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Document:
    """One TEI text: its bytes, and the log that leads back to its source (None for TEI made elsewhere). Travels as bytes."""

    name: str  # its name in the edition, or the stem of the file
    path: Path  # where it lies, or will lie
    data: bytes
    log: bytes | None = None  # JSON, as `EditLog.to_json` and more: NAME.edits.json
    folder: Path | None = None  # where its pictures are looked for first; else the folder of `path`

    @property
    def homes(self) -> tuple[Path, ...]:
        """Where other TEI files that it names are looked for: beside it, then where its pictures are (beside its source, if that is TEI)."""
        return (self.path.parent,) if self.folder in (None, self.path.parent) else (self.path.parent, self.folder)

    @cached_property
    def parsed(self) -> tei.Parsed:
        """The tree, or why there is none. Entities are not expanded, XInclude is not followed, nothing is fetched."""
        return tei.parse(self.data)

    @property
    def tree(self) -> etree._ElementTree | None:
        return self.parsed.tree

    @cached_property
    def _scanned(self) -> str:
        return "" if "parsed" in self.__dict__ else tei.outermost(self.data)

    @property
    def outermost(self) -> str:
        """``{namespace}TEI``: the outermost element, found without a tree if none is there yet. "" if it is not well-formed."""
        return self._scanned or ("" if self.tree is None else str(self.tree.getroot().tag))

    @property
    def sound(self) -> bool:
        """Whether it is well-formed and has no document type declaration: then there is nothing to say of its form."""
        return bool(self._scanned) or (self.tree is not None and not self.tree.docinfo.doctype)

    @cached_property
    def places(self) -> tei.Places:
        return tei.Places(self.data)

    def locus(self, node: etree._Element | None = None) -> Locus:
        """Line and column of a start tag of this tree, the nearest xml:id and the path from it."""
        if node is None:
            return Locus(str(self.path))
        line, column = self.places.of(node)
        identified, path = self.places.address(node)
        return Locus(str(self.path), line, column, identified, path)

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("name", "path", "data", "log", "folder")}


@dataclass(frozen=True)
class Report:
    """What a verb did: the files it wrote, what it found, and what else there is to say."""

    written: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    said: tuple[str, ...] = ()
    unchanged: bool = False

    @property
    def errors(self) -> int:
        return sum(found.severity == Severity.ERROR for found in self.findings)

    def __add__(self, other: Report) -> Report:
        return Report(
            (*self.written, *other.written), (*self.findings, *other.findings), (*self.said, *other.said), self.unchanged and other.unchanged
        )  # fmt: skip


@dataclass(frozen=True)
class Artifact:
    """A finished file (or folder, then `files` lists what is in it)."""

    path: Path
    media_type: str
    sha256: str = ""
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Written:
    """What a writer made: the files, what it has to report, and (from the PDF) the pages of the anchors."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...] = ()
    pages: PageMap | None = None


@dataclass(frozen=True)
class PageMap:
    """Anchor (an id in the XHTML) to the label of the page it stands on ("iv", "12"), and the labels in order."""

    pages: Mapping[str, str]
    labels: tuple[str, ...] = ()


def digest(data: bytes) -> str:
    """sha256, as hexadecimal digits."""
    return sha256(data).hexdigest()
