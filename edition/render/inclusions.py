"""What an xi:include brings in, brought in before a document is rendered: files of the edition's own folders, and of no other place.

The markup is put where the element stood, on its line, so that findings about the rest name the lines of the file. Source: XInclude 1.0 (second edition).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lxml import etree

from edition import files, tei
from edition.errors import EditionError
from edition.model import Document, Finding, Locus
from edition.project import Edition
from edition.render.entities import spoken
from edition.render.faults import finding
from edition.rules import quoted
from edition.tei import XML_ID, Element, T

XI = "http://www.w3.org/2001/XInclude"
INCLUDE, FALLBACK = f"{{{XI}}}include", f"{{{XI}}}fallback"
DEEPEST = 20  # files in files
MOST = 2_000  # files in one document
LARGEST = 200_000_000  # bytes of all that is brought in
ELEMENT_ID = re.compile(r"(?:element\(|xpointer\(id\(['\"])?([^\W\d][\w.\-]*)(?:\)|['\"]\)\))?")


def followed(edition: Edition) -> tuple[Edition, dict[str, list[Finding]]]:
    """The edition with its documents whole; what could not be brought in, by the path of the document. Reads files and writes none."""
    found: dict[str, list[Finding]] = {}

    def whole(document: Document) -> Document:
        if XI.encode() not in document.data or document.tree is None:
            return document
        work = _Inclusion(document, (edition.project.folder.resolve(), document.path.parent.resolve()))
        made = work.made()
        found[str(document.path)] = work.findings
        return made

    made = replace(edition, documents=tuple(map(whole, edition.documents)), front=tuple(map(whole, edition.front)), back=tuple(map(whole, edition.back)))
    return (made, found) if found else (edition, found)


class _Inclusion:
    """One document, and what was found on the way."""

    def __init__(self, document: Document, folders: tuple[Path, ...]) -> None:
        self.document, self.folders = document, folders
        self.findings: list[Finding] = []
        self.count = 0
        self.bytes = 0

    def made(self) -> Document:
        parsed = tei.parse(self.document.data)  # a tree of our own: the document's is never changed
        assert parsed.tree is not None
        root = parsed.tree.getroot()
        first = next(root.iter(INCLUDE), None)
        if first is None or not self._resolve(root, self.document.path, (self.document.path.resolve(),)):
            return self.document
        made = replace(self.document, data=etree.tostring(parsed.tree, encoding="UTF-8", xml_declaration=True))
        if made.tree is None:  # too deep, or too large
            said = f"with what its xi:includes bring in, the document cannot be read: {made.parsed.message}"
            self.findings.append(finding("RND015", Locus(str(self.document.path), int(first.sourceline or 0)), said, "Bring in less, or publish the files one by one."))
            return self.document
        return made

    def _resolve(self, root: Element, path: Path, above: tuple[Path, ...]) -> bool:
        """Whether anything was brought in."""
        changed = False
        for node in [each for each in root.iter(INCLUDE) if next(each.iterancestors(FALLBACK), None) is None]:
            if node.getparent() is None:
                return changed
            said, brought = self._brought(node, path, above)
            fallback = node.find(FALLBACK)
            if said and fallback is not None:
                brought = _inner(fallback)
            elif said:
                self.findings.append(finding("RND015", self._locus(node, above), said, "Put the file into the edition's folder, or correct the address."))
                continue
            put(node, brought)
            changed = True
        return changed

    def _brought(self, node: Element, path: Path, above: tuple[Path, ...]) -> tuple[str, list[Element | str]]:
        href = (node.get("href") or "").strip()
        pointer = node.get("xpointer") or ""
        if not href:
            return "this xi:include names no file (@href)", []
        if re.match(r"[A-Za-z][A-Za-z0-9+.\-]+:|//", href) or PurePosixPath(href).is_absolute():
            return f"{quoted(href, 200)} is not a file of the edition, and nothing is fetched", []
        href, _, fragment = href.partition("#")
        try:
            target = (path.parent / href).resolve()
            if len(above) == 1:  # of the document itself: it may have been made from TEI that has its files beside it
                target = next((there for home in self.document.homes if (there := (home / href).resolve()).is_file()), target)
            inside = any(target.is_relative_to(folder) for folder in self.folders)
            if not inside:
                return f"{quoted(href, 200)} lies outside the folder of the edition", []
            if target in above:
                return f"{quoted(href, 200)} includes itself", []
            self.count += 1
            if len(above) > DEEPEST or self.count > MOST:
                return f"{quoted(href, 200)} is one file too many: {DEEPEST} in each other, {MOST} in all are followed", []
            self.bytes += target.stat().st_size
            if self.bytes > LARGEST:
                return f"{quoted(href, 200)} is too much: {LARGEST // 1_000_000} MB in all are brought in", []
            data = files.read(target)
        except (OSError, ValueError, EditionError):
            return f"{quoted(href, 200)} is not there", []
        if node.get("parse") == "text":
            return "", [_text(data, node.get("encoding") or "utf-8")]
        parsed = tei.parse(data)
        if parsed.tree is None:
            return f"{quoted(href, 200)} is not well-formed (line {parsed.line}: {parsed.message})", []
        root = parsed.tree.getroot()
        self._resolve(root, target, (*above, target))
        wanted = pointer or fragment
        if wanted:
            named = ELEMENT_ID.fullmatch(wanted.strip())
            chosen = next((each for each in root.iter("*") if named and each.get(XML_ID) == named[1]), None)
            if chosen is None:
                return f"{quoted(href, 200)} has no element {quoted(wanted, 80)}", []
            root = chosen
        for entity in list(root.iter(etree.Entity)):  # they are declared in that file, and not here
            put(entity, [spoken(entity, parsed.tree.getroot())])
        _rebase(root, Path(href).parent.as_posix())
        for each in root.iter("*"):
            each.text, each.tail = _on_one_line(each.text), _on_one_line(each.tail)
        return "", [root]

    def _locus(self, node: Element, above: tuple[Path, ...]) -> Locus:
        return Locus(str(self.document.path if len(above) == 1 else above[-1]), int(node.sourceline or 0))


def _on_one_line(text: str | None) -> str | None:
    return text.replace("\n", " ") if text else text


def _text(data: bytes, encoding: str) -> str:
    """A file as words; what XML cannot have is a sign of replacement."""
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, ValueError):  # no encoding, or one of another kind
        text = data.decode("utf-8", "replace")
    return tei.NOT_XML.sub("\ufffd", text)


def _inner(fallback: Element) -> list[Element | str]:
    found: list[Element | str] = [fallback.text or ""]
    for child in list(fallback):
        tail, child.tail = child.tail, None
        found += [child, tail or ""]
    return found


def _rebase(root: Element, folder: str) -> None:
    """Pictures are named from the file that they are named in."""
    if folder == ".":
        return
    for graphic in root.iter(f"{T}graphic", f"{T}media"):
        url = graphic.get("url") or ""
        if url and not re.match(r"[A-Za-z][A-Za-z0-9+.\-]+:|/|#", url):
            graphic.set("url", f"{folder}/{url}")


def put(node: Element, brought: list[Element | str]) -> None:
    """In place of a node: elements and text, in order."""
    parent = node.getparent()
    assert parent is not None
    tail = node.tail or ""
    before = node.getprevious()
    at = parent.index(node)
    node.tail = None
    parent.remove(node)

    def add(text: str) -> None:
        if not text:
            return
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text

    for item in brought:
        if isinstance(item, str):
            add(item)
        else:
            item.tail = None
            parent.insert(at, item)
            at += 1
            before = item
    add(tail)
