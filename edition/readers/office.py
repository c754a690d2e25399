"""1. Readers: docx and odt. Pandoc reads the text; what it does not pass on is read from the parts of the file here.

Which notes are endnotes, what the file says of itself, its pictures, its language, comments and tracked changes, and all its words, so
that a word which pandoc left out is a finding and no silent loss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from lxml import etree

from edition.errors import SourceError
from edition.model import Finding, Hints, Source
from edition.readers.codes import finding
from edition.readers.layer import Identifiers, Layer
from edition.readers.layered import Beside, layered
from edition.readers.package import Package, unpacked
from edition.readers.pandoc import Node, nodes
from edition.readers.pictures import collected
from edition.tei import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ODT_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ODT_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
ODT_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
ODT_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
ODT_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


def read_docx(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError: damaged, protected, no Word document."""
    package = unpacked(path, data, "a Word document")
    main = _main_part(package)
    if main not in package.parts:
        raise SourceError(f'"{path}" is a zip file and no Word document: it has no main part.', hint=_other_office(package))
    body = package.xml(main)
    if body is None:
        raise SourceError(f'"{path}" is damaged: its part "{main}" is not well-formed XML.', hint="Open it in a word processor that can repair it, and save it again.")
    folder = PurePosixPath(main).parent
    parts = {kind: package.xml(str(folder / f"{kind}.xml")) for kind in ("footnotes", "endnotes")}
    called = [kind for reference in _live(body) if (kind := _reference(reference))]
    fetch = partial(_from_package, package, (str(folder), ""))
    return layered(path, data, "docx", "docx+styles", Beside(
        meta=_core(package) | _word_language(package, folder), front=True, links=True,
        words=lambda: [*_word_text(body), *(line for kind in ("footnotes", "endnotes") if kind[:-1] in called for line in _word_text(parts[kind]))],
        pictures=lambda addresses: collected(path, addresses, fetch),
        prepare=lambda tree: _placed(path, tree, ["end" if kind == "endnote" else "foot" for kind in called], lambda: _word_notes(parts["endnotes"])),
        findings=tuple(_word_marks(path, package, folder, body)),
    ))  # fmt: skip


def read_odt(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError: damaged, protected, no OpenDocument text."""
    package = unpacked(path, data, "an OpenDocument text")
    content = package.xml("content.xml")
    if content is None:
        raise SourceError(f'"{path}" is a zip file and no OpenDocument text: it has no content.xml that can be read.', hint=_other_office(package))
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise SourceError(f'"{path}" is protected by a password.', hint="Open it in a word processor, remove the password, and save it.")
    notes = [note for note in content.iter(f"{ODT_TEXT}note") if not _inside(note, f"{ODT_TEXT}tracked-changes")]
    places = ["end" if note.get(f"{ODT_TEXT}note-class") == "endnote" else "foot" for note in notes]
    return layered(path, data, "odt", "odt", Beside(
        meta=_odt_meta(package) | _odt_language(package), links=True,
        words=lambda: list(_odt_text(content)),
        pictures=lambda addresses: collected(path, addresses, partial(_from_package, package, ("",))),
        prepare=lambda tree: _placed(path, tree, places, lambda: [_squeezed("".join(map(str, note.itertext()))) for note, place in zip(notes, places, strict=True) if place == "end"]),
        findings=tuple(_odt_marks(path, content)),
    ))  # fmt: skip


def _other_office(package: Package) -> str:
    if "word/document.xml" in package.parts:
        return "It looks like a Word document: give it the suffix .docx."
    if "content.xml" in package.parts:
        return "It looks like an OpenDocument file: give a text the suffix .odt; a table or a presentation cannot be read."
    return "Open it in the program it was made with and save it as .docx or .odt."


def _from_package(package: Package, folders: tuple[str, ...], address: str) -> bytes | None:
    """A picture that is a part of the file."""
    for folder in folders:
        name = str(PurePosixPath(folder) / address.lstrip("/")) if folder else address.lstrip("./")
        if name in package.parts:
            return package.read(name)
    return None


# notes: pandoc makes one series of two


def _placed(path: Path, tree: Node, places: list[str], endnotes: Callable[[], list[str]]) -> list[Finding]:
    """Mark each Note of the tree with its place, "foot" or "end": by their order, and where the numbers differ by their words."""
    found = list(nodes(tree["blocks"], "Note"))
    if len(set(places)) < 2:
        for note in found:
            note["place"] = places[0] if places else "foot"
        return []
    if len(found) == len(places):
        for note, place in zip(found, places, strict=True):
            note["place"] = place
        return []
    ends = set(endnotes())
    for note in found:
        note["place"] = "end" if _squeezed(_note_words(note)) in ends else "foot"
    said = f"{len(found)} notes were read and {len(places)} are called in the file; endnotes were told from footnotes by their words"
    return [finding("SRC009", str(path), said, "Look at the notes in the TEI: @place says foot or end.")]


def _note_words(note: Node) -> str:
    from edition.readers.blocks import blocks

    scratch = Layer(Identifiers(frozenset()))
    blocks(scratch, note["c"], inside=True)
    return scratch.text


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


# Word


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    for relation in [] if relations is None else relations:
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _live(root: Element | None) -> Iterator[Element]:
    """The elements in their order, without what is deleted, moved away, or repeated for old programs."""
    stack = [] if root is None else [root]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag == MC_FALLBACK or _local(element) in ("del", "moveFrom"):
            continue
        yield element
        stack.extend(reversed(element))


def _local(element: Element) -> str:
    """The name of an element of Word's own, in either of its two namespaces; "" for any other."""
    tag = str(element.tag)
    return tag[len(W) :] if tag.startswith(W) else tag[len(STRICT_W) :] if tag.startswith(STRICT_W) else ""


def _reference(element: Element) -> str:
    return {"footnoteReference": "footnote", "endnoteReference": "endnote"}.get(_local(element), "")


def _word_text(root: Element | None) -> Iterator[str]:
    """The text of each paragraph. Formulas are left out: they become TeX. So are the lines that separate notes."""
    for paragraph in _live(root):
        if _local(paragraph) == "p" and not any(_local(above) in ("footnote", "endnote") and above.get(f"{W}type", "normal") != "normal" for above in paragraph.iterancestors()):
            yield "".join(_runs(paragraph))


def _runs(paragraph: Element) -> Iterator[str]:
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = _local(element)
        if not isinstance(element.tag, str) or element.tag == MC_FALLBACK or name in ("del", "moveFrom", "p", "rPr", "pPr") or element.tag.startswith(MATH):
            continue  # a paragraph inside, in a text box, has its own turn
        if name == "t":
            yield element.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "noBreakHyphen":
            yield "\u2011"
        else:
            stack.extend(reversed(element))
            if name == "txbxContent":
                yield " "


def _word_notes(root: Element | None) -> list[str]:
    return [] if root is None else [_squeezed("".join("".join(_runs(paragraph)) for paragraph in _live(note) if _local(paragraph) == "p")) for note in root]


def _core(package: Package) -> dict[str, str]:
    """What the file says of itself. `created` is the date of the file, which need not be that of the text."""
    core = package.xml("docProps/core.xml")
    if core is None:
        return {}
    said = {"title": core.findtext(f"{DC}title"), "author": core.findtext(f"{DC}creator"), "created": (core.findtext(f"{DCTERMS}created") or "")[:10], "lang": core.findtext(f"{DC}language")}
    return {key: value.strip() for key, value in said.items() if value and value.strip()}


def _word_language(package: Package, folder: PurePosixPath) -> dict[str, str]:
    """The language of the default style, unless the core properties name one."""
    styles = package.xml(str(folder / "styles.xml"))
    for element in [] if styles is None else styles.iter(f"{W}docDefaults"):
        for lang in element.iter(f"{W}lang"):
            if said := lang.get(f"{W}val"):
                return {"lang": said}
    return {}


def _word_marks(path: Path, package: Package, folder: PurePosixPath, body: Element) -> Iterator[Finding]:
    comments = package.xml(str(folder / "comments.xml"))
    if comments is not None and len(comments):
        yield _marked(path, len(comments), "comment")
    changes = sum(1 for element in body.iter() if isinstance(element.tag, str) and _local(element) in ("ins", "del", "moveFrom", "moveTo"))
    if changes:
        yield _marked(path, changes, "tracked change")
    heads = [line for name in sorted(package.parts) if re.fullmatch(re.escape(str(folder)) + r"/(?:header|footer)\d*\.xml", name) for line in _word_text(package.xml(name))]
    if said := " / ".join(dict.fromkeys(line.strip() for line in heads if re.search(r"[^\W\d]", line))):
        yield finding("SRC005", str(path), f'running heads are not part of the text: "{said[:120]}"', "If they say something that the text does not, put it into the text.")


def _marked(path: Path, count: int, what: str) -> Finding:
    number = f"one {what}" if count == 1 else f"{count} {what}s"
    return finding("SRC008", str(path), f"{number} in the file: read as if all changes were accepted, without comments", "Settle them in the word processor, and read the file again.")


# OpenDocument


def _odt_text(root: Element) -> Iterator[str]:
    for paragraph in root.iter(f"{ODT_TEXT}p", f"{ODT_TEXT}h"):
        if not _inside(paragraph, f"{ODT_TEXT}tracked-changes", f"{ODT_OFFICE}annotation"):
            yield "".join(_odt_runs(paragraph))


def _odt_runs(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in (f"{ODT_TEXT}s", f"{ODT_TEXT}tab", f"{ODT_TEXT}line-break"):
            yield " "
        elif isinstance(child.tag, str) and child.tag not in (f"{ODT_TEXT}note", f"{ODT_OFFICE}annotation", f"{ODT_TEXT}p", f"{ODT_TEXT}h"):
            yield from _odt_runs(child)
        yield child.tail or ""


def _inside(element: Element, *names: str) -> bool:
    return any(above.tag in names for above in element.iterancestors())


def _odt_meta(package: Package) -> dict[str, str]:
    meta = package.xml("meta.xml")
    if meta is None:
        return {}
    found = {"title": f".//{DC}title", "author": f".//{ODT_META}initial-creator", "created": f".//{ODT_META}creation-date", "lang": f".//{DC}language"}
    said = {key: (meta.findtext(name) or "").strip() for key, name in found.items()}
    said["author"] = said["author"] or (meta.findtext(f".//{DC}creator") or "").strip()
    said["created"] = said["created"][:10]
    return {key: value for key, value in said.items() if value}


def _odt_language(package: Package) -> dict[str, str]:
    styles = package.xml("styles.xml")
    for element in [] if styles is None else styles.iter(etree.Element):
        language, country = element.get(f"{ODT_FO}language"), element.get(f"{ODT_FO}country")
        if language and language != "none":
            return {"lang": f"{language}-{country}" if country and country != "none" else language}
    return {}


def _odt_marks(path: Path, content: Element) -> Iterator[Finding]:
    if objects := sum(1 for _ in content.iter(f"{ODT_DRAW}object")):
        yield finding("SRC004", str(path), f"not taken: embedded objects, such as formulas ({objects})", "Write a formula in TeX in a Markdown file, or put a picture of the object into the text.")
    if comments := sum(1 for _ in content.iter(f"{ODT_OFFICE}annotation")):
        yield _marked(path, comments, "comment")
    if changes := sum(1 for _ in content.iter(f"{ODT_TEXT}changed-region")):
        yield _marked(path, changes, "tracked change")
