"""7. TEI to XHTML. This module: the frozen types between the renderer and the writers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from edition.model import NOTHING, Finding
from edition.render.odd import Lookup
from edition.tei import Element

Test = Callable[[Element], bool]
ONE_FILE = frozenset({"print", "web"})  # media in which nothing is divided: all links lead to places in the same file


@dataclass(frozen=True)
class Series:
    """Notes that are numbered together, with the test compiled. The fields are those of `project.NoteSeries`."""

    name: str
    match: Test
    marks: str = "1 2 3"
    restart: str = "document"  # "division": at each division that heads a chapter; else they run on through the document
    first: int = 1  # where another document's numbers end (restart = "part" or "edition")
    place: str = "foot"
    rank: int = 1
    heading: str = ""
    run_in: bool = False
    of: str = "note"  # or "app": entries of the apparatus


@dataclass(frozen=True)
class Picture:
    """A picture file and the address it has in the XHTML (in print ``images/x.png``, in an EPUB ``../images/x.png``)."""

    address: str
    path: Path
    data: bytes | None = None  # what is shown, if not the file as it is
    removed: tuple[str, ...] = ()  # what it lacks then
    fault: str = ""  # why it cannot be shown


@dataclass(frozen=True)
class Setting:
    """What a renderer may know besides the document."""

    medium: str  # "print", "epub", "web"
    models: Lookup  # element to rules: Odd.lookup(medium)
    series: tuple[Series, ...]
    words: Mapping[str, str]  # what the program itself sets, in the edition's language: words.toml
    language: str = "en"
    prefix: str = ""  # put before every id that does not begin with it, so that ids are unique in an edition: "letter-"
    title: str = ""  # of the document: for files that have no heading
    reading: str = "reading"  # or "diplomatic": which of a pair is shown
    corrections: str = "silent"  # "mark": corrected words bear a sign
    apparatus: str = "calls"  # "lines": an entry has the number of its line or paragraph, and no call
    witness: str = ""  # the id of the witness whose text is shown; "" for the lemmata
    facsimiles: bool = True  # whether pictures of pages are shown
    facing: bool = False  # texts side by side are printed on facing pages: each has notes with numbers of its own
    file_of: Callable[[str], str] = lambda unit: f"{unit}.xhtml"
    elsewhere: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # "poem.xml#l3" to the address it has in this medium
    works: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # "#bibl-pask" to what a reference to this work says, where the program makes the bibliography
    back: str = ""  # the file of the notes that stand behind all texts, and
    at_back: frozenset[str] = frozenset()  # the xml:ids in them; "" and none in media of one file
    unkeyed: frozenset[str] = frozenset()  # the indexes that names without a key go to
    listed: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)  # "#moreno" to index, key and address of what a list of persons or places says of it
    pictures: Mapping[str, Picture] = field(default_factory=dict)  # by graphic/@url; what is not there is missing
    damaged: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # the same, of files that are there and cannot be shown, and why
    formulas: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # TeX to MathML
    unit_size: tuple[int, int] = (20_000, 250_000)  # bytes of TEI: shorter divisions share a file, longer ones are split at the divisions in them, else between two blocks


class Note(NamedTuple):
    series: str
    number: int
    mark: str
    id: str
    call: str  # id of the (first) call
    unit: str
    division: str  # id of the division whose numbers these are, where the series restarts there
    xhtml: str  # "" where the note is written at its call (print, place "foot")
    keyed: bool = False  # the mark is the number of the line or paragraph that it is about


@dataclass(frozen=True)
class Division:
    """A piece of the document that is well-formed for itself: `start` + `content` + `end`, whatever is left out of the content."""

    id: str
    level: int  # of its heading, h1 is 1; the document, and text, front, body, back in it: 0
    heading: str
    language: str
    unit: str  # the file it goes to, where the document is split
    start: str
    content: tuple[str | Division, ...]
    end: str
    last: str  # the unit that what follows it goes to: words after a division stay behind it

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Unit and markup, in order. Not by recursion: a division may lie 2,000 deep, and readers have Python's usual limit."""
        stack: list[Division | tuple[str, str]] = [self]
        while stack:
            part = stack.pop()
            if not isinstance(part, Division):
                yield part
                continue
            at = part.unit
            inner: list[Division | tuple[str, str]] = [(at, part.start)]
            for item in part.content:
                inner.append(item if isinstance(item, Division) else (at, item))
                at = item.last if isinstance(item, Division) else at
            inner.append((part.unit, part.end))
            stack.extend(reversed(inner))

    def xhtml(self) -> str:
        """The whole, as one piece of markup."""
        return "".join([markup for _, markup in self.pieces()])


@dataclass(frozen=True)
class Heading:
    """For contents and bookmarks. `text` has no notes in it."""

    level: int
    text: str
    id: str
    unit: str


@dataclass(frozen=True)
class Page:
    """A page break of the source."""

    n: str
    id: str
    unit: str


@dataclass(frozen=True)
class Entry:
    """A place that an index points to."""

    index: str  # "person", "place" …
    key: str
    text: str
    id: str
    unit: str
    heading: str = ""  # id of the heading that it stands under
    page: str = ""  # the page of the source that it stands on
    note: str = ""  # the mark of the note that it stands in
    path: tuple[str, ...] = ()  # of an index term: the terms that it stands below, and itself
    filed: tuple[str, ...] = ()  # how each of these is sorted, where the source says so
    see: str = ""  # of an index term that only leads to another
    also: str = ""
    until: str = ""  # the id at which a passage ends


@dataclass(frozen=True)
class Caption:
    """Of a figure or a table: for their lists."""

    kind: str  # "figure", "table"
    text: str
    id: str
    unit: str


@dataclass(frozen=True)
class Correction:
    """A pair of which one member is shown: for the list of corrections."""

    kind: str  # "corr", "reg", "expan", "supplied", "surplus"
    shown: str
    other: str
    cert: str
    resp: str
    id: str  # anchor in the text
    unit: str


@dataclass(frozen=True)
class Omission:
    """An element that was not written, with its text nodes: only what law 6 of edition/README.md allows."""

    element: str
    line: int
    why: str  # "omit", "alternative", "content" (a model of a project's ODD writes something else)
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Rendition:
    """A document in one medium, with its registers. Ids are those of the XHTML (with the prefix)."""

    name: str  # of the document
    title: str
    language: str
    root: Division
    units: tuple[str, ...]  # in reading order
    ids: Mapping[str, str]  # id to unit
    notes: Mapping[str, tuple[Note, ...]]  # by series, in the order of the Setting
    headings: tuple[Heading, ...]
    pages: tuple[Page, ...]
    entries: tuple[Entry, ...]
    corrections: tuple[Correction, ...]
    pictures: tuple[Picture, ...]  # those that were written: the writers bring these files
    omitted: tuple[Omission, ...]
    findings: tuple[Finding, ...]
    css: str = ""  # what the header's tagsDecl says of the classes in the markup
    captions: tuple[Caption, ...] = ()
