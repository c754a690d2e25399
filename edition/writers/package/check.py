"""A look at a finished EPUB, without Java: does every link lead somewhere, has every note its call and its way back, is all listed?

It reads the file as it lies on the disk and knows nothing of how it was made. EPUBCheck looks at more (`edition/proofs/epubcheck.py`),
but not at notes and titles, and it needs a minute for a shelf of books.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote
from xml.parsers import expat

from edition import archives, parsers
from edition.archives import Archive
from edition.codes import Code
from edition.model import Finding, Locus, Severity
from edition.writers.package.ocf import MEDIA_TYPE, PACKAGE

CODES: Mapping[str, Code] = {
    "EPB001": Code("book-file-not-xml", Severity.ERROR, "A file of the book is not well-formed XML. Reading systems stop at the place."),
    "EPB002": Code("link-to-nothing", Severity.ERROR, "A link leads to nothing. The reader who follows it stays where they are, or is thrown out of the book."),
    "EPB003": Code("book-id-twice", Severity.ERROR, "Two elements of a file have the same id. Links to it lead to one of them, and which one differs."),
    "EPB004": Code("file-without-title", Severity.ERROR, "A file has no title, or a heading in the contents no words. A screen reader announces it by its file name."),
    "EPB005": Code("note-without-way", Severity.ERROR, "A note without a call, a call without a note, or no way back from a note: it cannot be read where it belongs."),
    "EPB006": Code("list-of-files-wrong", Severity.ERROR, "The package document does not list a file, or lists one that is not there. Readers may refuse the book."),
    "EPB007": Code("no-container", Severity.ERROR, "The file is not an EPUB container: it must be a zip file that begins with its media type, not packed."),
    "EPB008": Code("names-alike", Severity.ERROR, "Two files have names that differ in capital letters only. On many systems one overwrites the other."),
    "EPB010": Code("picture-kind-not-safe", Severity.ERROR, "A picture is of a kind that reading systems need not show. PNG, JPEG, GIF, SVG and WebP are safe."),
    "EPB011": Code("picture-address-twice", Severity.ERROR, "Two pictures have the same address in the book, and only one of them is in it."),
    "EPB012": Code("style-sheet-asks-for-files", Severity.QUERY, "A style sheet asks for another file by url(…) or @import. Only the style sheets that edition.toml names are brought along."),
}  # fmt: skip
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
UNLISTED = frozenset({"mimetype", PACKAGE})


@dataclass
class Look:
    """What one file says of itself. Places are lines and columns (1-based)."""

    ids: dict[str, tuple[int, int]] = field(default_factory=dict)
    twice: list[tuple[str, int, int]] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    calls: dict[str, str] = field(default_factory=dict)  # id of the call to the address of its note
    notes: dict[str, list[str]] = field(default_factory=dict)  # id of the note to the addresses of its ways back
    items: list[tuple[str, str, str]] = field(default_factory=list)  # of the package document: id, address, properties
    spine: list[str] = field(default_factory=list)
    title: str | None = None
    empty: list[tuple[int, int]] = field(default_factory=list)  # links of a navigation list without words
    fault: tuple[str, int, int] | None = None


def check(path: Path) -> list[Finding]:
    """What is wrong with it, in the order of its files. Raises nothing but what the operating system does."""
    try:
        container = archives.opened(path)
        with container.entries:
            names = container.names
            found = list(_container(container, path))
            looks = {name: look(container.read(name)) for name in names if name.endswith((".xhtml", ".opf", ".svg", "container.xml"))}
    except archives.BadArchive as error:
        return [finding("EPB007", Locus(str(path)), f"not a zip file that can be read ({error})")]
    for name, each in looks.items():
        found += _page(Locus(f"{path}/{name}"), each, is_page=name.endswith(".xhtml"))
    found += _links(path, names, looks)
    found += _notes(path, looks)
    found += _manifest(path, names, looks.get(PACKAGE, Look()))
    return found


def look(data: bytes) -> Look:
    """One pass over the bytes. Raises nothing."""
    seen = Look()
    reader = parsers.events()
    words: list[str] = []
    notes: list[tuple[str, int]] = []  # the notes we are in: id and depth
    depth = 0
    in_nav = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, in_nav
        depth += 1
        place = reader.CurrentLineNumber, reader.CurrentColumnNumber + 1
        if identifier := attributes.get("id"):
            if identifier in seen.ids:
                seen.twice.append((identifier, *place))
            seen.ids[identifier] = place
        address = attributes.get("href") or attributes.get("src")
        if name == "item":
            seen.items.append((attributes.get("id", ""), attributes.get("href", ""), attributes.get("properties", "")))
        elif name == "itemref":
            seen.spine.append(attributes.get("idref", ""))
        elif name == "nav":
            in_nav = depth
        elif name in ("title", "a"):
            words.clear()
        if address and name != "item":
            seen.links.append((address, *place))
            kinds = attributes.get("epub:type", "").split()
            if "noteref" in kinds:
                seen.calls[identifier or f"?{len(seen.calls)}"] = address
            elif notes and attributes.get("role") == "doc-backlink":
                seen.notes[notes[-1][0]].append(address)
        elif "footnote" in attributes.get("epub:type", "").split():
            notes.append((identifier or f"?{len(seen.notes)}", depth))
            seen.notes[notes[-1][0]] = []

    def end(name: str) -> None:
        nonlocal depth, in_nav
        if name == "title" and seen.title is None:
            seen.title = "".join(words).strip()
        elif name == "a" and in_nav and not "".join(words).strip():
            seen.empty.append((reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))
        elif name == "nav":
            in_nav = 0
        if notes and notes[-1][1] == depth:
            notes.pop()
        depth -= 1

    reader.StartElementHandler = start
    reader.EndElementHandler = end
    reader.CharacterDataHandler = words.append
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        seen.fault = expat.errors.messages[error.code], error.lineno, error.offset + 1
    except ValueError as error:  # a declaration that names an unknown encoding
        seen.fault = str(error), 1, 1
    return seen


def finding(code: str, locus: Locus, message: str, hint: str = "") -> Finding:
    return Finding(code, CODES[code].severity, locus, message, hint)


def _container(container: Archive, path: Path) -> Iterator[Finding]:
    entries = container.entries.infolist()
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or container.read("mimetype") != MEDIA_TYPE.encode():
        yield finding("EPB007", Locus(str(path)), f'the first file in it must be "mimetype", not packed, and say "{MEDIA_TYPE}"')
    names: dict[str, str] = {}
    for entry in entries:
        other = names.setdefault(entry.filename.casefold(), entry.filename)
        if other is not entry.filename:
            yield finding("EPB008", Locus(f"{path}/{entry.filename}"), f"there is {other} too", "Give the two places xml:ids that differ in more than capital letters.")


def _page(locus: Locus, each: Look, *, is_page: bool) -> Iterator[Finding]:
    if each.fault:
        message, line, column = each.fault
        yield finding("EPB001", Locus(locus.file, line, column), f"not well-formed: {message}")
    for identifier, line, column in each.twice:
        yield finding("EPB003", Locus(locus.file, line, column, identifier), f'the id "{identifier}" stands here for the second time')
    if is_page and not each.title and not each.fault:
        yield finding("EPB004", locus, "the file has no title", "Give the document a title, or its first division a head.")
    for line, column in each.empty:
        yield finding("EPB004", Locus(locus.file, line, column), "a line of the contents has no words")


def _links(path: Path, names: Sequence[str], looks: Mapping[str, Look]) -> Iterator[Finding]:
    there = set(names)
    for name, each in looks.items():
        if name == PACKAGE:
            continue
        for address, line, column in each.links:
            if ELSEWHERE.match(address):
                continue
            file, anchor = resolve(name, address)
            if file not in there:
                yield finding("EPB002", Locus(f"{path}/{name}", line, column), f'"{address}" leads to a file that is not in the book')
            elif anchor and file in looks and not looks[file].fault and anchor not in looks[file].ids:
                yield finding("EPB002", Locus(f"{path}/{name}", line, column), f'"{address}" leads to a place that is not in {posixpath.basename(file)}')


def _notes(path: Path, looks: Mapping[str, Look]) -> Iterator[Finding]:
    """Every call has its note, every note a call and a way back to one of its calls."""
    calls = {(name, identifier): resolve(name, address) for name, each in looks.items() for identifier, address in each.calls.items()}
    notes = {(name, identifier) for name, each in looks.items() for identifier in each.notes}
    called = set(calls.values())
    for (name, identifier), note in calls.items():
        if note not in notes:
            yield finding("EPB005", Locus(f"{path}/{name}", *looks[name].ids.get(identifier, (0, 0)), identifier), "this call leads to no note")
    for name, each in looks.items():
        for identifier, back in each.notes.items():
            locus = Locus(f"{path}/{name}", *each.ids.get(identifier, (0, 0)), identifier)
            if (name, identifier) not in called:
                yield finding("EPB005", locus, "nothing calls this note")
            elif len(back) != 1 or calls.get(resolve(name, back[0])) != (name, identifier):
                yield finding("EPB005", locus, "this note has no way back to its call" if not back else "its way back does not lead to its call")


def _manifest(path: Path, names: Sequence[str], package: Look) -> Iterator[Finding]:
    locus = Locus(f"{path}/{PACKAGE}")
    listed = {resolve(PACKAGE, address)[0] for _, address, _ in package.items}
    for name in names:
        if name not in listed and name not in UNLISTED and not name.startswith("META-INF/") and not name.endswith("/"):
            yield finding("EPB006", locus, f"{name} is not listed")
    for name in sorted(listed.difference(names)):
        yield finding("EPB006", locus, f"{name} is listed and not there")
    known = {identifier for identifier, _, _ in package.items}
    for reference in package.spine:
        if reference not in known:
            yield finding("EPB006", locus, f'the reading order names "{reference}", which is not listed')
    if sum("nav" in properties.split() for _, _, properties in package.items) != 1 or not package.spine:
        yield finding("EPB006", locus, "it must name one navigation document and a reading order")


def resolve(name: str, address: str) -> tuple[str, str]:
    """The file and the anchor that an address in the file `name` leads to."""
    path, _, anchor = address.partition("#")
    return (posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name), unquote(anchor)
